package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long {@code Idempotency-Key} is remembered: durable-turns.md §3. */
final class RememberedKeyTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String HEADER = "Idempotency-Key";
    private static final String BODY = "{\"agent_id\":\"ag_1\",\"metadata\":{\"n\":1}}";

    @Test
    void aKeyIsRememberedForADay() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "day");
        String first = caller.create(BODY, HEADER, "once").text("id");

        SERVER.clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(caller.create(BODY, HEADER, "once").text("id")).isEqualTo(first);

        SERVER.clock.advance(Duration.ofMillis(1));
        assertThat(caller.create(BODY, HEADER, "once").text("id")).isNotEqualTo(first);
    }
}
