package dev.holdfast.dialect.responses;

import static dev.holdfast.dialect.responses.ResponseCaller.input;
import static dev.holdfast.dialect.responses.ResponseCaller.last;
import static dev.holdfast.dialect.responses.ResponseCaller.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import dev.holdfast.turn.TurnConfig;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a response after it was begun: who finds it, for how long, and what can be done with it. */
final class StoredResponsesTest {

    private static final ScriptedModel MODEL = new ScriptedModel();

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL);

    private final ResponseCaller caller = ResponseCaller.of(SERVER, "stored");

    @Test
    void onlyTheKeyThatMadeItKnowsIt() {
        String id = caller.ask("\"store\":true," + input("hello")).text("id");

        HttpResponse<String> unknown = caller.send("GET", "/resp_000000000000000000000000", "");
        for (ResponseCaller other :
                new ResponseCaller[] {ResponseCaller.of(SERVER, "stored"), ResponseCaller.of(SERVER, "stranger")}) {
            for (String[] request : new String[][] {
                {"GET", ""}, {"GET", "/events"}, {"GET", "/input_items"}, {"POST", "/cancel"}, {"DELETE", ""}
            }) {
                HttpResponse<String> answer = other.send(request[0], "/" + id + request[1], "");
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).isEqualTo(unknown.body());
            }
            assertThat(other.send("POST", "", "{\"previous_response_id\":\"" + id + "\"," + input("x") + "}")
                            .body())
                    .isEqualTo(unknown.body());
        }
        assertThat(caller.knows(id)).isTrue();
    }

    @Test
    void noListShowsIt() {
        String id = caller.ask("\"store\":true," + input("hello")).text("id");
        String authorization = "Bearer " + caller.key();

        for (String list : new String[] {
            "/v1/sessions",
            "/workspace/v1/sessions",
            "/holdfast/v1/sessions",
            "/holdfast/v1/sessions?origin=SESSION_ORIGIN_RESPONSES"
        }) {
            assertThat(SERVER.send("GET", list, "", "Authorization", authorization)
                            .body())
                    .doesNotContain("ses_", "sess_", "resp_");
        }
        for (String path : new String[] {"/v1/sessions/", "/workspace/v1/sessions/", "/holdfast/v1/sessions/"}) {
            assertThat(SERVER.send("GET", path + id, "", "Authorization", authorization)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void oneThatIsNotStoredGoesAWhileAfterItsEnd() {
        String passing = caller.ask(input("hello")).text("id");
        String stored = caller.ask("\"store\":true," + input("hello")).text("id");

        SERVER.clock.advance(TurnConfig.DEFAULT.resumeWindow().minusSeconds(1));
        assertThat(caller.knows(passing)).isTrue();
        SERVER.clock.advance(Duration.ofSeconds(1));
        assertThat(caller.knows(passing)).isFalse();
        assertThat(caller.knows(stored)).isTrue();
        SERVER.clock.advance(TurnConfig.DEFAULT.stored());
        assertThat(caller.knows(stored)).isFalse();
    }

    @Test
    void oneInTheBackgroundIsAnsweredAtOnceAndFetched() {
        ScriptedModel.Held held = MODEL.hold();
        JsonDocument begun = caller.ask("\"background\":true," + input(held.line() + "/words 3"));
        assertThat(begun.text("status")).isEqualTo("in_progress");
        assertThat(begun.text("usage")).isEqualTo("null");
        held.gate().awaitReached();
        held.gate().open();

        await().until(() -> caller.read(begun.text("id")).text("status").equals("completed"));
        assertThat(text(caller.read(begun.text("id")))).isEqualTo("1 2 3");
    }

    @Test
    void oneIsCancelledInTheWordsOfWhoAsks() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.begin("\"store\":true," + input(held.line() + "/words 3"))) {
            held.gate().awaitReached();
            String path = "/" + stream.header("x-response-id") + "/cancel";
            for (int times = 0; times < 2; times++) {
                HttpResponse<String> cancelled = caller.send("POST", path, "");
                assertThat(cancelled.statusCode()).isEqualTo(200);
                assertThat(JsonDocument.parse(cancelled.body()).text("status")).isEqualTo("cancelled");
            }
            assertThat(stream.rest().getLast().event()).isEqualTo("response.cancelled");
        }
    }

    @Test
    void aWorkspaceKeyCancelsAsItCancelsMessages() {
        ResponseCaller workspace = ResponseCaller.of(SERVER, "stored", KeyStyle.WORKSPACE);
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = workspace.begin("\"store\":true," + input(held.line() + "/words 3"))) {
            held.gate().awaitReached();
            String id = stream.header("x-response-id");
            HttpResponse<String> first = workspace.send("POST", "/" + id + "/cancel", "");
            assertThat(first.statusCode()).isEqualTo(202);
            assertThat(JsonDocument.parse(first.body()).text("response_id")).isEqualTo(id);
            assertThat(JsonDocument.parse(first.body()).text("status")).isEqualTo("cancelling");
            HttpResponse<String> second = workspace.send("POST", "/" + id + "/cancel", "");
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(JsonDocument.parse(second.body()).text("status")).isEqualTo("already_complete");
        }
    }

    @Test
    void oneThatIsDeletedWhileItRunsIsCancelledAndGone() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.begin("\"store\":true," + input(held.line() + "/words 3"))) {
            held.gate().awaitReached();
            String id = stream.header("x-response-id");
            assertThat(caller.send("DELETE", "/" + id, "").body())
                    .isEqualTo("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}");
            assertThat(stream.rest().getLast().event()).isEqualTo("response.cancelled");
            assertThat(caller.send("DELETE", "/" + id, "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theNextOneKnowsWhatWasSaid() {
        JsonDocument first = caller.ask("\"store\":true,\"instructions\":\"Be terse.\"," + input("remember the heron"));
        String previous = "\"previous_response_id\":\"" + first.text("id") + "\",";
        JsonDocument second = caller.ask("\"store\":true," + previous + input("the second"));
        caller.ask("\"previous_response_id\":\"" + second.text("id") + "\"," + input("the third"));
        caller.ask(previous + input("another second"));

        assertThat(MODEL.asked("the third").getFirst().conversation().toString())
                .contains("remember the heron", "You said: remember the heron", "the second")
                .doesNotContain("another second");
        assertThat(MODEL.asked("another second").getFirst().conversation().toString())
                .doesNotContain("the second,");
        assertThat(MODEL.asked("the third").getFirst().instructions()).isNull();
        assertThat(second.text("previous_response_id")).isEqualTo(first.text("id"));
    }

    @Test
    void onlyAStoredOneThatHasEndedIsContinued() {
        String passing = caller.ask(input("hello")).text("id");
        assertThat(continued(passing)).isEqualTo("404 response_not_found");

        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.begin("\"store\":true," + input(held.line() + "/words 3"))) {
            held.gate().awaitReached();
            assertThat(continued(stream.header("x-response-id"))).isEqualTo("409 concurrent_turn");
            held.gate().open();
            assertThat(text(last(stream.rest()))).isEqualTo("1 2 3");
            assertThat(continued(stream.header("x-response-id"))).isEqualTo("200");
        }
    }

    private String continued(String id) {
        HttpResponse<String> answer =
                caller.send("POST", "", "{\"previous_response_id\":\"" + id + "\"," + input("go on") + "}");
        return answer.statusCode() == 200
                ? "200"
                : answer.statusCode() + " " + JsonDocument.parse(answer.body()).text("code");
    }

    @Test
    void theInputIsListedInPages() {
        String id = caller.ask("\"store\":true,\"input\":[{\"role\":\"user\",\"content\":\"one\"},"
                        + "{\"role\":\"assistant\",\"content\":\"two\"},{\"role\":\"user\",\"content\":\"three\"}]")
                .text("id");

        JsonDocument page = items(id, "?limit=2");
        assertThat(page.text("has_more")).isEqualTo("true");
        assertThat(page.items("data").getFirst().text("content")).contains("three");
        JsonDocument rest = items(id, "?limit=2&after=" + page.text("last_id"));
        assertThat(rest.text("has_more")).isEqualTo("false");
        assertThat(rest.items("data")).hasSize(1);
        assertThat(items(id, "?order=asc").items("data").getFirst().text("content"))
                .contains("one");
    }

    private JsonDocument items(String id, String query) {
        HttpResponse<String> answer = caller.send("GET", "/" + id + "/input_items" + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonDocument.parse(answer.body());
    }

    @Test
    void aRepeatIsTheSameResponse() {
        String[] key = {"Idempotency-Key", "once"};
        var frames = caller.stream(input("/words 2"), key);
        assertThat(caller.stream(" \"input\" : \"/words 2\"", key)).isEqualTo(frames);
        assertThat(caller.ask(input("/words 2"), key).root().json())
                .isEqualTo(last(frames).root().json());
        assertThat(MODEL.asked("/words 2")).hasSize(1);
        assertThat(caller.send("POST", "", "{" + input("/words 3") + "}", key).statusCode())
                .isEqualTo(422);
        assertThat(caller.send("POST", "", "{" + input("") + "}", "Idempotency-Key", "bad")
                        .statusCode())
                .isEqualTo(400);
        assertThat(text(caller.ask(input("hello"), "Idempotency-Key", "bad"))).contains("hello");

        SERVER.clock.advance(TurnConfig.DEFAULT.resumeWindow());
        JsonDocument gone = JsonDocument.parse(
                caller.send("POST", "", "{" + input("/words 2") + "}", key).body());
        assertThat(gone.names()).containsExactly("response_id", "status", "note");
        assertThat(gone.text("status")).isEqualTo("replayed");
    }
}
