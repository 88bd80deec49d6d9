package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code Idempotency-Key} on {@code POST /v1/sessions}: durable-turns.md §3, for as far as there are sessions. */
final class RepeatedCreationTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String HEADER = "Idempotency-Key";
    private static final String BODY = "{\"agent_id\":\"ag_1\",\"metadata\":{\"n\":1}}";

    @Test
    void theSameKeyAndBodyAnswerWithTheSameSession() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "repeat");
        JsonDocument first = caller.create(BODY, HEADER, "once");

        assertThat(caller.create(BODY, HEADER, "once").root().json())
                .isEqualTo(first.root().json());
        assertThat(caller.listedIds("")).containsExactly(first.text("id"));
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "reuse");
        caller.create(BODY, HEADER, "once");

        refused(422, "idempotency_key_reuse", caller.send("POST", "/v1/sessions", "{}", HEADER, "once"));
        assertThat(caller.listedIds("")).hasSize(1);
    }

    @Test
    void aRefusedRequestBindsNoKey() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "refused");
        refused(400, "invalid_json", caller.send("POST", "/v1/sessions", "{", HEADER, "once"));
        refused(400, "invalid_metadata", caller.send("POST", "/v1/sessions", "{\"metadata\":1}", HEADER, "once"));

        assertThat(caller.create(BODY, HEADER, "once").text("agent_id")).isEqualTo("ag_1");
    }

    @Test
    void theBodyIsLookedAtBeforeTheKey() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "order");
        caller.create(BODY, HEADER, "once");

        refused(400, "invalid_json", caller.send("POST", "/v1/sessions", "[]", HEADER, "once"));
    }

    @Test
    void callersOfTwoTenantsDoNotShareKeys() {
        String first =
                SessionsCaller.of(SERVER, "one").create(BODY, HEADER, "shared").text("id");

        assertThat(SessionsCaller.of(SERVER, "two").create("", HEADER, "shared").text("id"))
                .isNotEqualTo(first);
    }

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
