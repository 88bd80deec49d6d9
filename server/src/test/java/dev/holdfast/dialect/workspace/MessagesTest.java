package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.message;
import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static dev.holdfast.dialect.workspace.MessagesCaller.text;
import static dev.holdfast.dialect.workspace.MessagesCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, their streams and what is busy, line by line of the contract, over HTTP. */
final class MessagesTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");
    private static final String SEARCHING = "{\"tools\":[{\"type\":\"web_search_preview\"}]}";

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final MessagesCaller caller = MessagesCaller.of(SERVER, "messages");

    @Test
    void aMessageStreamsItsResponse() {
        try (EventStream stream = caller.say("/words 3")) {
            List<Frame> frames = stream.rest();
            String id = stream.header("x-response-id");
            assertThat(stream.header("cache-control")).isEqualTo("no-cache");
            assertThat(stream.header("x-request-id")).isNotEmpty();
            assertThat(frames.getFirst().data())
                    .isEqualTo("{\"id\":\"" + id + "\",\"session_id\":\"" + caller.session()
                            + "\",\"status\":\"in_progress\",\"sequence_number\":0}");
            assertThat(frames).extracting(frame -> frame.lines().getFirst()).startsWith("id: 0", "id: 1", "id: 2");
            assertThat(types(frames))
                    .startsWith("message.created", "text.start", "text.delta")
                    .endsWith("text.delta", "text.stop", "message.completed");
            assertThat(text(frames)).isEqualTo("1 2 3");
            assertThat(frames.getLast().json().text("usage"))
                    .isEqualTo("{\"input_tokens\":2,\"output_tokens\":3,\"total_tokens\":5}");
        }
    }

    @Test
    void thoughtsAndToolsOfTheServerAreBlocksOfTheirOwn() {
        MessagesCaller searching = MessagesCaller.of(SERVER, "messages", SEARCHING);

        List<Frame> frames = searching.run("/think Hm.\n/words 1\n/call web_search {\"q\": 1.50}\n/then\n/words 1");

        assertThat(types(frames))
                .containsExactly(
                        "message.created",
                        "thinking.start",
                        "thinking.delta",
                        "thinking.stop",
                        "text.start",
                        "text.delta",
                        "text.stop",
                        "tool_use.start",
                        "tool_use.input_delta",
                        "tool_use.executing",
                        "tool_use.stop",
                        "tool_result",
                        "text.start",
                        "text.delta",
                        "text.stop",
                        "message.completed");
        assertThat(frames.get(9).json().text("input")).isEqualTo("{\"q\":1.50}");
        assertThat(frames.get(11).json().text("content")).startsWith("ran ");
        assertThat(frames.get(11).json().text("id"))
                .isEqualTo(frames.get(7).json().text("id"));
    }

    @Test
    void aModelThatFailsEndsTheResponseWithAnError() {
        Frame last = caller.run("/fail no more").getLast();

        assertThat(last.event()).isEqualTo("message.error");
        assertThat(last.json().names()).containsExactly("id", "error", "status", "sequence_number");
        assertThat(text(caller.run("/words 1"))).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"message\":null}",
                "{\"message\":\"\"}",
                "{\"message\":\" \\n\"}",
                "{\"message\":7}",
                "{\"message\":[\"a\"]}",
                "{\"message\":\"\\u0000\"}"
            })
    void whatIsNoMessageIsRefused(String body) {
        refused(400, "Bad Request", caller.send("POST", "/messages", body));
        assertThat(caller.busy()).isFalse();
    }

    @Test
    void theBodyIsReadWhateverItsContentTypeSays() {
        HttpResponse<String> answer = caller.send(
                "POST", "/messages", message("/words 1"), "Content-Type", "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("message.completed");
    }

    @Test
    void oneMessageAtATime() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 2")) {
            held.gate().awaitReached();
            assertThat(caller.busy()).isTrue();
            refused(409, "Conflict", caller.send("POST", "/messages", message("/words 1")));
            held.gate().open();
            assertThat(stream.rest().getLast().event()).isEqualTo("message.completed");
        }
        assertThat(caller.run("/words 1").getFirst().json().text("id")).endsWith("000000000002");
    }

    @Test
    void ofParallelMessagesOneWins() throws Exception {
        ScriptedModel.Held held = MODEL.hold();
        String line = held.line() + "/words 2";
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> posts = new ArrayList<>();
            for (int post = 0; post < 8; post++) {
                posts.add(() -> {
                    try (EventStream stream = SERVER.open(
                            "POST",
                            "/v1/sessions/" + caller.session() + "/messages",
                            message(line),
                            "Authorization",
                            "Bearer " + caller.key())) {
                        return stream.status();
                    }
                });
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : together.invokeAll(posts)) {
                statuses.add(status.get());
            }
            assertThat(statuses)
                    .containsOnlyOnce(200)
                    .filteredOn(status -> status != 200)
                    .containsOnly(409);
        }
        held.gate().open();
    }

    @Test
    void whoeverHasReadTheEndFindsTheSessionReady() {
        for (int message = 0; message < 10; message++) {
            try (EventStream stream = caller.say("/words 2")) {
                stream.until("message.completed");
                assertThat(caller.busy()).isFalse();
            }
        }
    }

    @Test
    void goingAwayDoesNotStopTheResponse() {
        ScriptedModel.Held held = MODEL.hold();
        String response;
        try (EventStream stream = caller.say(held.line() + "/words 3")) {
            response = stream.header("x-response-id");
            stream.until("text.delta");
        }
        held.gate().open();
        assertThat(text(caller.resume(response, ""))).isEqualTo("1 2 3");
    }

    @Test
    void aSilentStreamShowsThatItIsAlive() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 2")) {
            stream.until("text.delta");
            stream.awaitHeartbeat();
            assertThat(stream.comments().getLast()).isEqualTo(": ping");
            held.gate().open();
            stream.rest();
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String response = caller.run("/words 1").getFirst().json().text("id");
        MessagesCaller stranger = new MessagesCaller(SERVER, SERVER.key("another"), caller.session());
        MessagesCaller nothing = new MessagesCaller(SERVER, caller.key(), "sess_000000000000");
        for (MessagesCaller nobody : List.of(stranger, nothing)) {
            refused(404, "Not Found", nobody.send("POST", "/messages", message("hi")));
            refused(404, "Not Found", nobody.send("GET", "/responses/" + response + "/events", ""));
            refused(404, "Not Found", nobody.cancel(response));
            refused(404, "Not Found", nobody.results("{\"call_id\":\"a\",\"output\":\"b\"}"));
        }
        for (String unknown : List.of("msg_000000000000000000000001", response.replaceAll("1$", "2"), "msg_1", "x")) {
            refused(404, "Not Found", caller.send("GET", "/responses/" + unknown + "/events", ""));
            refused(404, "Not Found", caller.cancel(unknown));
        }
    }

    @Test
    void aTurnBegunThroughAnotherApiHasAResponseToo() {
        TurnCaller other = new TurnCaller(SERVER, caller.key());
        other.run(caller.session(), TurnCaller.turn("/words 2"));
        String response = "msg_" + caller.session().substring("sess_".length()) + "000000000001";

        assertThat(text(caller.resume(response, ""))).isEqualTo("1 2");
        assertThat(text(caller.run("/words 1"))).isEqualTo("1");
        assertThat(other.log(caller.session())).hasSizeGreaterThan(4);
    }

    @Test
    void aSessionMadeElsewhereTakesMessages() {
        TurnCaller other = TurnCaller.of(SERVER, "elsewhere");
        MessagesCaller here = new MessagesCaller(SERVER, other.key(), other.session());

        assertThat(text(here.run("/words 2"))).isEqualTo("1 2");
    }
}
