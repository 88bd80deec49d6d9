package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.STOCK;
import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static dev.holdfast.dialect.workspace.MessagesCaller.text;
import static dev.holdfast.dialect.workspace.MessagesCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends a response before its model has: its caller, its session's end, or time. */
final class EndedResponseTest {

    private static final ScriptedModel MODEL = new ScriptedModel();

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL);

    private final MessagesCaller caller = MessagesCaller.of(SERVER, "ended", STOCK);

    @Test
    void aResponseIsCancelledOnceAndTheSessionIsReadyAgain() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 3")) {
            String response = stream.header("x-response-id");
            held.gate().awaitReached();
            HttpResponse<String> first = caller.cancel(response);
            assertThat(first.statusCode()).isEqualTo(202);
            assertThat(first.body()).isEqualTo("{\"response_id\":\"" + response + "\",\"status\":\"cancelling\"}");

            List<Frame> frames = stream.rest();
            assertThat(frames.getLast().json().names()).containsExactly("id", "status", "sequence_number");
            assertThat(types(frames)).endsWith("text.stop", "message.cancelled");

            HttpResponse<String> second = caller.cancel(response);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body())
                    .isEqualTo("{\"response_id\":\"" + response + "\",\"status\":\"already_complete\"}");
            assertThat(caller.busy()).isFalse();
            assertThat(text(caller.run("/words 1"))).isEqualTo("1");
        }
    }

    @Test
    void cancellingAnEarlierResponseLeavesTheLaterOneAlone() {
        String first = caller.run("/words 1").getFirst().json().text("id");
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 3")) {
            held.gate().awaitReached();
            assertThat(caller.cancel(first).statusCode()).isEqualTo(200);
            held.gate().open();
            assertThat(stream.rest().getLast().event()).isEqualTo("message.completed");
        }
    }

    @Test
    void aResponseThatWaitsIsCancelledToo() {
        try (EventStream stream = caller.say("/call stock")) {
            stream.until("tool_call.requested");
            assertThat(caller.cancel(stream.header("x-response-id")).statusCode())
                    .isEqualTo(202);
            assertThat(types(stream.rest())).containsExactly("message.cancelled");
        }
    }

    @Test
    void aBodyOfACancelIsIgnoredButHasToBeOne() {
        String response = caller.run("/words 1").getFirst().json().text("id");
        String path = "/responses/" + response + "/cancel";
        assertThat(caller.send("POST", path, "{\"reason\":\"bored\"}").statusCode())
                .isEqualTo(200);
        refused(400, "Bad Request", caller.send("POST", path, "{"));
    }

    @Test
    void deletingABusySessionCancelsItsResponse() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 3")) {
            String response = stream.header("x-response-id");
            held.gate().awaitReached();
            assertThat(caller.send("DELETE", "", "").statusCode()).isEqualTo(204);
            assertThat(types(stream.rest())).endsWith("text.stop", "message.cancelled");
            refused(404, "Not Found", caller.send("GET", "/responses/" + response + "/events", ""));
            refused(404, "Not Found", caller.send("POST", "/messages", "{\"message\":\"hi\"}"));
        }
    }

    @Test
    void theHardBoundEndsARunningResponseWithAnError() {
        ScriptedModel.Held held = MODEL.hold();
        MessagesCaller brief = MessagesCaller.of(SERVER, "ended", "{\"ttl\":60,\"persistent\":true}");
        try (EventStream stream = brief.say(held.line() + "/words 3")) {
            held.gate().awaitReached();
            SERVER.clock.advance(Duration.ofSeconds(60));
            List<Frame> frames = stream.rest();
            assertThat(types(frames)).endsWith("text.stop", "message.error");
            assertThat(frames.getLast().json().text("error")).isEqualTo("session expired");
        }
        refused(404, "Not Found", brief.send("GET", "", ""));
    }

    @Test
    void theHardBoundIsStrongerThanTheWaitForAResult() {
        MessagesCaller brief = MessagesCaller.of(
                SERVER, "ended", "{\"ttl\":600,\"tools\":[{\"type\":\"function\",\"name\":\"stock\"}]}");
        try (EventStream stream = brief.say("/call stock")) {
            stream.until("tool_call.requested");
            SERVER.clock.advance(Duration.ofMinutes(20));
            assertThat(types(stream.rest())).containsExactly("message.error");
        }
    }

    @Test
    void aSessionThatIsNotPersistentOutlivesItsLastResponseByFiveMinutes() {
        caller.run("/words 1");
        SERVER.clock.advance(Duration.ofMinutes(4));
        caller.run("/words 1");
        SERVER.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(caller.busy()).isFalse();
        SERVER.clock.advance(Duration.ofMillis(1));
        refused(404, "Not Found", caller.send("GET", "", ""));
    }

    @Test
    void theFiveMinutesStandStillWhileAResponseIsUnderWayOrWaits() {
        caller.run("/words 1");
        try (EventStream stream = caller.say("/call stock")) {
            String call = MessagesCaller.call(stream.until("tool_call.requested"));
            SERVER.clock.advance(Duration.ofMinutes(9));
            assertThat(caller.busy()).isTrue();
            caller.results("{\"call_id\":\"" + call + "\",\"output\":\"1\"}");
            stream.rest();
        }
        SERVER.clock.advance(Duration.ofMinutes(4));
        assertThat(caller.busy()).isFalse();
    }

    @Test
    void aSessionThatWasNeverUsedLivesToItsHardBound() {
        SERVER.clock.advance(Duration.ofHours(3));
        assertThat(caller.busy()).isFalse();
        SERVER.clock.advance(Duration.ofHours(1));
        refused(404, "Not Found", caller.send("GET", "", ""));
    }

    @Test
    void aPersistentSessionDoesNotEndAfterItsLastResponse() {
        MessagesCaller lasting = MessagesCaller.of(SERVER, "ended", "{\"persistent\":true}");
        lasting.run("/words 1");
        SERVER.clock.advance(Duration.ofHours(3));
        assertThat(lasting.busy()).isFalse();
    }

    @Test
    void bulkDeletionOfIdleSessionsLeavesABusyOneAlone() {
        MessagesCaller busy = MessagesCaller.of(SERVER, "bulk", STOCK);
        try (EventStream stream = busy.say("/call stock")) {
            stream.until("tool_call.requested");
            HttpResponse<String> deleted = SERVER.send(
                    "DELETE", "/workspace/v1/sessions?status=idle", "", "Authorization", "Bearer " + busy.key());
            assertThat(deleted.body()).isEqualTo("{\"deleted\":0}");
            assertThat(busy.busy()).isTrue();
            busy.send("DELETE", "", "");
            stream.rest();
        }
    }
}
