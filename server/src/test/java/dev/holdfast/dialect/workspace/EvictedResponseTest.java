package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.message;
import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.TestServer;
import dev.holdfast.turn.TurnConfig;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a retention that is shorter than the session's life, a response is gone that long after its end. */
final class EvictedResponseTest {

    private static final Duration RETENTION = Duration.ofMinutes(2);

    @RegisterExtension
    static final TestServer SERVER = TestServer.with(
            new TurnConfig(TurnConfig.DEFAULT.heartbeat(), TurnConfig.DEFAULT.resultTimeout(), RETENTION));

    private final MessagesCaller caller = MessagesCaller.of(SERVER, "evicted");

    @Test
    void anOldResponseIsNotFoundAndItsMessageIsNotReplayed() {
        List<Frame> frames = caller.run("/words 1", "Idempotency-Key", caller.session());
        String response = frames.getFirst().json().text("id");
        SERVER.clock.advance(RETENTION.minusMillis(1));
        assertThat(caller.resume(response, "")).isEqualTo(frames);

        SERVER.clock.advance(Duration.ofMillis(1));

        refused(404, "Not Found", caller.send("GET", "/responses/" + response + "/events", ""));
        refused(404, "Not Found", caller.cancel(response));
        HttpResponse<String> repeated =
                caller.send("POST", "/messages", message("/words 1"), "Idempotency-Key", caller.session());
        assertThat(repeated.statusCode()).isEqualTo(200);
        assertThat(repeated.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(repeated.body())
                .isEqualTo("{\"response_id\":\"" + response
                        + "\",\"status\":\"replayed\",\"note\":\"The response was evicted; it is not replayed.\"}");
        assertThat(caller.run("/words 1").getFirst().json().text("id")).isNotEqualTo(response);
    }
}
