package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.TurnsCaller.GATED_SEARCH;
import static dev.holdfast.dialect.sessions.TurnsCaller.turn;
import static dev.holdfast.dialect.sessions.TurnsCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.Gate;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Turns as this dialect streams and lists them. */
final class SessionsTurnsTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final TurnsCaller caller = TurnsCaller.of(SERVER, "turns");

    @Test
    void aTurnStreamsFromItsFirstEventToItsLast() {
        try (EventStream stream = caller.open("POST", "/turns", turn("/words 3"))) {
            assertThat(stream.header("x-turn-number")).isEqualTo("1");
            List<Frame> frames = stream.rest();

            assertThat(stream.comments()).startsWith(": ok");
            assertThat(frames.getFirst().data())
                    .isEqualTo("{\"turn_number\":1,\"model\":\"demo\",\"input_text\":\"/words 3\"}");
            assertThat(types(frames)).containsOnly("turn.started", "output_text.delta", "turn.completed");
            assertThat(text(frames)).isEqualTo("1 2 3");
            assertThat(frames.getLast().json().text("output.text")).isEqualTo("1 2 3");
            assertThat(frames.getLast().json().text("usage"))
                    .isEqualTo("{\"input_tokens\":2,\"output_tokens\":3,\"total_tokens\":5}");
            assertThat(frames).extracting(Frame::id).containsExactlyElementsOf(numbers(1, frames.size()));
        }
        assertThat(caller.status()).isEqualTo("active");
    }

    @Test
    void theFirstBytesOpenTheStreamBeforeTheModelHasSpoken() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.open("POST", "/turns", turn(held.line() + "/words 2"))) {
            stream.until("turn.started");
            assertThat(stream.comments().getFirst()).isEqualTo(": ok");
            stream.until("output_text.delta");
            held.gate().awaitReached();
            stream.awaitHeartbeat();
            assertThat(stream.comments().getLast()).isEqualTo(": ping");
            held.gate().open();
            assertThat(stream.rest().getLast().event()).isEqualTo("turn.completed");
        }
    }

    @Test
    void theLogHoldsWhatWasStreamedByteForByte() {
        caller.run(turn("/think \"quoted\" é\u2028\n/call web_search {\"q\": 1.50}\n/then\n/words 2", search()));
        caller.run(turn("/fail no more"));
        List<String> actions = caller.pause(turn("/call web_search", GATED_SEARCH));
        caller.approve(actions.getFirst());

        List<Frame> streamed = caller.follow("?turn_number=3");

        List<JsonDocument> log = caller.log();
        String page = caller.caller().get(caller.path("/events?limit=100")).body();
        assertThat(streamed).hasSameSizeAs(log);
        for (int at = 0; at < log.size(); at++) {
            Frame frame = streamed.get(at);
            JsonDocument entry = log.get(at);
            assertThat(page)
                    .contains("\"sequence\":" + frame.id() + ",\"event_type\":\"" + frame.event() + "\",\"payload\":"
                            + frame.data() + ",\"created_at\"");
            assertThat(entry.text("session_id")).isEqualTo(caller.session());
            assertThat(entry.names())
                    .containsExactly(
                            "id", "session_id", "turn_number", "sequence", "event_type", "payload", "created_at");
        }
        assertThat(log)
                .extracting(entry -> entry.text("sequence"))
                .containsExactlyElementsOf(
                        numbers(1, log.size()).stream().map(String::valueOf).toList());
        assertThat(log).extracting(entry -> entry.text("id")).doesNotHaveDuplicates();
    }

    @Test
    void pagesCountWhatTheyHold() {
        int first = caller.run(turn("/words 2")).size();
        int second = caller.run(turn("/words 2")).size();

        JsonDocument page = caller.events("?page=2&limit=2");
        assertThat(page.text("pagination"))
                .isEqualTo("{\"page\":2,\"limit\":2,\"total\":" + (first + second) + ",\"total_pages\":"
                        + (first + second + 1) / 2 + "}");
        assertThat(page.items("data"))
                .extracting(event -> event.text("sequence"))
                .startsWith("3");
        JsonDocument turn = caller.events("?turn_number=2");
        assertThat(turn.text("pagination.total")).isEqualTo(Integer.toString(second));
        assertThat(turn.items("data"))
                .extracting(event -> event.text("turn_number"))
                .containsOnly("2");
        assertThat(caller.events("?turn_number=3").text("pagination"))
                .isEqualTo("{\"page\":1,\"limit\":50,\"total\":0,\"total_pages\":0}");
        assertThat(caller.events("?turn_number=x").text("pagination.total"))
                .isEqualTo(Integer.toString(first + second));
        assertThat(caller.events("?page=99").items("data")).isEmpty();
        assertThat(caller.events("?page=999999999999999999999&limit=100").items("data"))
                .isEmpty();
    }

    @Test
    void aStreamIsResumedByTheNumberOfTheLastEventThatCame() {
        List<Frame> frames = caller.run(turn("/words 2"));
        long last = frames.getLast().id();

        assertThat(caller.follow("?turn_number=1&after=1")).isEqualTo(frames.subList(1, frames.size()));
        // The header is what a browser sends, and says better where it was.
        assertThat(caller.follow("?turn_number=1&after=0", "Last-Event-ID", "1"))
                .isEqualTo(frames.subList(1, frames.size()));
        assertThat(caller.follow("?turn_number=1&after=" + last)).isEmpty();
        assertThat(caller.follow("?turn_number=1")).isEqualTo(frames);
        caller.refused(400, "invalid_request", caller.caller().get(caller.path("/stream?after=x")));
    }

    @Test
    void oneStreamShowsATurnAcrossItsPauses() {
        try (EventStream stream = caller.open("GET", "/stream?turn_number=1", "")) {
            assertThat(stream.header("x-turn-number")).isEqualTo("1");
            List<String> actions = caller.pause(turn("/call web_search", GATED_SEARCH));
            assertThat(stream.until("turn.paused")).isNotEmpty();
            caller.approve(actions.getFirst());

            List<Frame> rest = stream.rest();

            assertThat(types(rest)).startsWith("turn.resumed").endsWith("turn.completed");
        }
        assertThat(types(caller.follow("?turn_number=1"))).containsSubsequence("turn.paused", "turn.completed");
    }

    @Test
    void anApprovalStreamsWhatFollowsIt() {
        String action =
                caller.pause(turn("/call web_search {\"q\":1}", GATED_SEARCH)).getFirst();
        assertThat(caller.status()).isEqualTo("paused");
        assertThat(SEARCH.runs(caller.session())).isEmpty();

        List<Frame> frames = caller.approve(action);

        assertThat(frames.getFirst().event()).isEqualTo("turn.resumed");
        assertThat(frames.getFirst().data())
                .isEqualTo("{\"action_id\":\"" + action + "\",\"resolution\":\"approved\"}");
        assertThat(types(frames)).contains("tool_call.completed").endsWith("turn.completed");
        assertThat(SEARCH.runs(caller.session())).containsExactly("{\"q\":1}");
        assertThat(frames.getLast().json().text("output.tool_outputs"))
                .isEqualTo("[{\"action_id\":\"" + action + "\",\"output\":\"ran {\\\"q\\\":1}\"}]");
        assertThat(caller.caller().read(caller.session()).text("turn_count")).isEqualTo("1");
        assertThat(caller.status()).isEqualTo("active");
    }

    @Test
    void anApprovalOfOneOfTwoEndsWithTheNextPause() {
        List<String> both = caller.pause(turn("/call web_search {\"n\":1}\n/call web_search {\"n\":2}", GATED_SEARCH));

        assertThat(types(caller.approve(both.get(1)))).containsExactly("turn.resumed", "turn.paused");
        assertThat(caller.status()).isEqualTo("paused");
        assertThat(types(caller.approve(both.get(0)))).endsWith("turn.completed");
        assertThat(SEARCH.runs(caller.session())).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void aRejectionIsAnsweredAsPrintedAndEndsTheTurn() {
        String action = caller.pause(turn("/call web_search", GATED_SEARCH)).getFirst();

        JsonDocument reply = SessionsCaller.answer(
                200, caller.post("/reject", "{\"action_id\":\"" + action + "\",\"reason\":\"not today\"}"));

        assertThat(reply.root().json().text())
                .isEqualTo("{\"id\":\"" + caller.session() + "\",\"action_id\":\"" + action
                        + "\",\"resolution\":\"rejected\",\"status\":\"completed\"}");
        JsonDocument end = caller.log().getLast();
        assertThat(end.text("payload.output.tool_call_rejected")).isEqualTo("true");
        assertThat(caller.status()).isEqualTo("active");
        assertThat(text(caller.run(turn("Go on.")))).contains("did not succeed", "not today");
        assertThat(SEARCH.runs(caller.session())).isEmpty();
    }

    @Test
    void aFunctionThatNobodyGatesEndsTheTurnAndItsOutputComesWithTheNext() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}]";
        Frame end = caller.run(turn("/call look {\"x\":1}", tools)).getLast();
        JsonDocument call = end.json().items("output.output").getLast();
        assertThat(call.text("type")).isEqualTo("function_call");

        List<Frame> next = caller.run("{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\""
                + call.text("call_id") + "\",\"output\":\"a tree\"}]," + tools + "}");

        assertThat(text(next)).isEqualTo("look answered: a tree");
    }

    @Test
    void aReaderThatLeavesDoesNotEndTheTurn() {
        ScriptedModel.Held held = MODEL.hold();
        caller.open("POST", "/turns", turn(held.line() + "/words 2")).close();
        held.gate().awaitReached();
        held.gate().open();

        assertThat(text(caller.follow("?turn_number=1"))).isEqualTo("1 2");
    }

    @Test
    void aRunningTurnIsCancelled() {
        Gate gate = SEARCH.hold(caller.session());
        try (EventStream stream = caller.open("POST", "/turns", turn("/call web_search", search()))) {
            gate.awaitReached();

            JsonDocument reply = SessionsCaller.answer(202, caller.post("/cancel", ""));

            assertThat(reply.root().json().text())
                    .isEqualTo("{\"id\":\"" + caller.session() + "\",\"turn_number\":1,\"status\":\"cancelling\"}");
            Frame last = stream.rest().getLast();
            assertThat(last.event()).isEqualTo("turn.failed");
            assertThat(last.json().text("output")).isEqualTo("{\"error\":\"cancelled\"}");
        }
        gate.awaitInterrupted();
        caller.refused(409, "no_running_turn", caller.post("/cancel", ""));
        assertThat(caller.status()).isEqualTo("active");
    }

    @Test
    void aSessionThatIsDeletedInATurnSaysSoToItsReaders() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.open("POST", "/turns", turn(held.line() + "/words 2"));
                EventStream all = caller.open("GET", "/stream", "")) {
            held.gate().awaitReached();

            SessionsCaller.answer(200, caller.caller().send("DELETE", caller.path(""), ""));

            Frame last = stream.rest().getLast();
            assertThat(last.event()).isEqualTo("turn.failed");
            assertThat(last.json().text("output.error")).isEqualTo("session deleted");
            assertThat(types(all.rest())).endsWith("turn.failed", "session.deleted");
        }
        held.gate().awaitInterrupted();
        for (String rest : List.of("", "/events", "/stream")) {
            caller.refused(404, "session_not_found", caller.caller().get(caller.path(rest)));
        }
        caller.refused(404, "session_not_found", caller.caller().send("DELETE", caller.path(""), ""));
    }

    @Test
    void aRepeatedTurnIsTheSameStreamFromItsFirstFrame() {
        String[] key = {"Idempotency-Key", "turn"};
        List<Frame> first = caller.run(turn("/words 3"), key);
        caller.run(turn("another"));

        assertThat(caller.run(turn("/words 3"), key)).isEqualTo(first);
        caller.refused(422, "idempotency_key_reuse", caller.post("/turns", turn("/words 4"), key));
        caller.refused(400, "invalid_json", caller.post("/turns", "{", key));
        caller.refused(400, "invalid_request", caller.post("/turns", turn("x"), "Idempotency-Key", "a b"));
    }

    @Test
    void aRepeatFollowsATurnThatStillRunsOrWaits() {
        ScriptedModel.Held held = MODEL.hold();
        String[] key = {"Idempotency-Key", "running"};
        String body = turn(held.line() + "/words 2\n/call web_search", GATED_SEARCH);
        List<Frame> first;
        List<Frame> second;
        try (EventStream one = caller.open("POST", "/turns", body, key);
                EventStream two = caller.open("POST", "/turns", body, key)) {
            held.gate().awaitReached();
            held.gate().open();
            first = one.rest();
            second = two.rest();
        }
        assertThat(second).isEqualTo(first);
        assertThat(types(first)).endsWith("turn.paused");
        // Paused takes no turn, but a repeat begins none.
        assertThat(caller.run(body, key)).isEqualTo(first);
        String action = first.getLast().json().text("action_id");
        String approval = "{\"action_id\":\"" + action + "\"}";
        String[] again = {"Idempotency-Key", "approval"};
        List<Frame> resumed;
        try (EventStream stream = caller.open("POST", "/approve", approval, again)) {
            resumed = stream.rest();
        }
        try (EventStream stream = caller.open("POST", "/approve", approval, again)) {
            assertThat(stream.rest()).isEqualTo(resumed);
        }
        assertThat(SEARCH.runs(caller.session())).hasSize(1);
        caller.refused(409, "session_not_paused", caller.post("/approve", approval));
    }

    private static String search() {
        return "\"tools\":[{\"type\":\"web_search_preview\"}]";
    }

    private static String text(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        frames.stream()
                .filter(frame -> frame.event().equals("output_text.delta"))
                .forEach(frame -> text.append(frame.json().text("delta")));
        return text.toString();
    }

    private static List<Long> numbers(long first, int size) {
        return LongStream.range(first, first + size).boxed().toList();
    }
}
