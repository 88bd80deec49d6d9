package dev.holdfast.promise;

import static dev.holdfast.testing.TurnCaller.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One session, one numbering: a reader comes back over another API with the number of the last event that it saw. */
final class AReaderChangesTransportsTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final TurnCaller caller = TurnCaller.of(SERVER, "readers");
    private final String session = caller.session();

    @Test
    void aTurnBegunOverEventStreamIsFinishedOverGrpc() {
        ScriptedModel.Held held = MODEL.hold();
        String body = "{\"input\":\"" + held.line().replace("\n", "\\n") + "/words 3\"}";
        long cursor;
        try (EventStream stream = open("POST", "/v1/sessions/" + session + "/turns", body)) {
            cursor = stream.until("output_text.delta").getLast().id();
        }
        held.gate().awaitReached();
        held.gate().open();

        List<Event> rest = caller.until(session, cursor, PayloadCase.TURN_COMPLETED);

        assertThat(rest)
                .isEqualTo(caller.log(session)
                        .subList((int) cursor + 1, caller.log(session).size()));
        assertThat(rest.getLast().getTurnCompleted().getText()).isEqualTo("1 2 3");
        assertThat(rest.getFirst().getSequence()).isEqualTo(cursor + 1);
    }

    @Test
    void aTurnBegunOverGrpcIsFinishedOverEventStream() {
        ScriptedModel.Held held = MODEL.hold();
        caller.submit(session, turn(held.line() + "/words 3"));
        long cursor = caller.until(session, 0, PayloadCase.TEXT_ADDED).getLast().getSequence();
        held.gate().open();

        try (EventStream stream =
                open("GET", "/v1/sessions/" + session + "/stream?turn_number=1&after=" + cursor, "")) {
            List<Frame> rest = stream.rest();
            assertThat(rest.getFirst().id()).isEqualTo(cursor + 1);
            assertThat(rest.getLast().json().text("output.text")).isEqualTo("1 2 3");
        }
    }

    @Test
    void typedRestRunsAWholeTurn() {
        String at = "/holdfast/v1/sessions/" + session;
        JsonDocument begun = post(
                at + "/turns",
                "{\"turn\":{\"input\":[{\"said\":{\"role\":\"ROLE_USER\",\"content\":[{\"text\":\"/call web_search\"}]}}],"
                        + "\"tools\":{\"tools\":[{\"builtIn\":\"BUILT_IN_TOOL_WEB_SEARCH\",\"needsApproval\":true}]}}}");
        assertThat(begun.root().json().text()).isEqualTo("{\"turnNumber\":1,\"firstSequence\":\"1\"}");

        try (EventStream stream = open("GET", at + "/watch?afterSequence=0&turnNumber=1", "")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            Frame pause = next(stream, "turnPaused");
            String action =
                    pause.json().items("event.turnPaused.actions").getFirst().text("call.callId");
            JsonDocument resumed = post(at + "/actions/" + action + "/approve", "{}");
            Frame shown = next(stream, "turnResumed");
            assertThat(shown.json().text("event.sequence")).isEqualTo(resumed.text("firstSequence"));
            assertThat(next(stream, "turnCompleted").json().text("event.turnNumber"))
                    .isEqualTo("1");
            assertThat(stream.rest().stream().filter(frame -> frame.data().contains("sequence")))
                    .isEmpty();
        }

        JsonDocument events = JsonDocument.parse(
                send("GET", at + "/events?pageSize=2&afterSequence=0", "").body());
        assertThat(events.items("events")).hasSize(2);
        assertThat(events.text("more")).isEqualTo("true");
        assertThat(send("POST", at + "/cancel", "{}").statusCode()).isEqualTo(400);
        assertThat(SEARCH.runs(session)).hasSize(1);
    }

    /** The next frame with this kind of event; the others and the heartbeats are passed over. */
    private static Frame next(EventStream stream, String kind) {
        Frame frame;
        do {
            frame = stream.next().orElseThrow();
        } while (!frame.data().contains("\"" + kind + "\""));
        return frame;
    }

    private EventStream open(String method, String path, String body) {
        return SERVER.open(method, path, body, "Authorization", "Bearer " + caller.key());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return SERVER.send(method, path, body, "Authorization", "Bearer " + caller.key());
    }

    private JsonDocument post(String path, String body) {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonDocument.parse(answer.body());
    }
}
