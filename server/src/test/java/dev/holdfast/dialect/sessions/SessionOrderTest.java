package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code GET /v1/sessions} does within one moment, for which the clock has to stand still. */
final class SessionOrderTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void sessionsOfOneMomentAreOrderedByIdBackwards() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "moment");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            made.add(caller.createId());
        }
        made.sort(Comparator.reverseOrder());

        assertThat(caller.listedIds("")).isEqualTo(made);
        assertThat(caller.listedIds("?limit=4&page=2")).isEqualTo(made.subList(4, 6));
    }
}
