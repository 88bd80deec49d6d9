package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A response of /v1/responses goes on when its server is killed, though nothing of it is stored beyond its end. */
final class AnAnswerSurvivesAKillTest {

    private static final int WORDS = 60;
    private static final String FROM_THE_FIRST = "-1";

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @Test
    void theReaderComesBackAndEveryWordIsThereOnce(@TempDir Path directory) {
        try (Installation installation = new Installation(POSTGRES.address(), directory, Installation.LONG_LEASE)) {
            ServerProcess first = installation.start("node");
            EventStream broken = first.open(
                    "POST",
                    "/v1/responses",
                    "{\"stream\":true,\"input\":\"/words " + WORDS + "\\n/pace 20\"}",
                    Installation.KEY,
                    FROM_THE_FIRST);
            String path = "/v1/responses/" + broken.header("x-response-id") + "/events";
            List<Frame> seen = new ArrayList<>();
            while (deltas(seen) < 5) {
                seen.add(broken.next().orElseThrow());
            }
            first.kill();
            drain(broken, seen);

            ServerProcess second = installation.start("node");
            String last = Long.toString(seen.getLast().id());
            try (EventStream stream = second.open("GET", path, "", Installation.KEY, last)) {
                seen.addAll(stream.rest());
            }
            try (EventStream stream = second.open("GET", path, "", Installation.KEY, FROM_THE_FIRST)) {
                assertThat(stream.rest()).isEqualTo(seen);
            }

            assertThat(text(seen))
                    .isEqualTo(IntStream.rangeClosed(1, WORDS)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")));
            assertThat(seen.getLast().event()).isEqualTo("response.completed");
            Soundness.assertVerified(POSTGRES.database());
        }
    }

    private static void drain(EventStream broken, List<Frame> seen) {
        try {
            for (Optional<Frame> next = broken.next(); next.isPresent(); next = broken.next()) {
                seen.add(next.get());
            }
        } catch (UncheckedIOException e) {
            // The server is gone, and its stream with it.
        }
    }

    private static long deltas(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.event().equals("response.output_text.delta"))
                .count();
    }

    private static String text(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.event().equals("response.output_text.delta"))
                .map(frame -> frame.json().text("delta"))
                .collect(Collectors.joining());
    }
}
