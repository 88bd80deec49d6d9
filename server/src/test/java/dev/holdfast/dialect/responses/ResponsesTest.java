package dev.holdfast.dialect.responses;

import static dev.holdfast.dialect.responses.ResponseCaller.input;
import static dev.holdfast.dialect.responses.ResponseCaller.last;
import static dev.holdfast.dialect.responses.ResponseCaller.text;
import static dev.holdfast.dialect.responses.ResponseCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked, and what comes back, plain and in a stream. */
final class ResponsesTest {

    private static final ScriptedModel MODEL = new ScriptedModel();

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL);

    private final ResponseCaller caller = ResponseCaller.of(SERVER, "responses");

    @Test
    void anAnswerBeginsWithTheDocumentedFields() {
        JsonDocument response = caller.ask(input("good morning"));

        assertThat(response.names())
                .startsWith("id", "object", "created_at", "status", "model", "output", "usage")
                .doesNotContain("created");
        assertThat(response.text("object")).isEqualTo("response");
        assertThat(response.text("status")).isEqualTo("completed");
        assertThat(response.text("created_at")).matches("[0-9]+");
        assertThat(text(response)).isEqualTo("You said: good morning");
        assertThat(response.at("usage").names()).contains("input_tokens", "output_tokens", "total_tokens");
        assertThat(response.items("output").getFirst().names()).contains("id", "role", "status", "content");
        assertThat(response.items("output")
                        .getFirst()
                        .items("content")
                        .getFirst()
                        .text("annotations"))
                .isEqualTo("[]");
    }

    @Test
    void aStreamHasTheDocumentedOrder() {
        List<Frame> frames = caller.stream(input("/words 1"));

        assertThat(frames.stream().map(Frame::event))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(frames.getFirst().json().text("id")).isEqualTo(last(frames).text("id"));
        for (Frame frame : frames) {
            assertThat(frame.json().text("sequence_number")).isEqualTo(Long.toString(frame.id()));
            assertThat(frame.json().text("type")).isEqualTo(frame.event());
        }
        assertThat(frames.get(4).json().names()).contains("item_id", "output_index", "content_index", "delta");
    }

    @Test
    void aStoredResponseIsReadAsItsStreamEnded() {
        List<Frame> frames = caller.stream("\"store\":true,\"metadata\":{\"n\":1.50}," + input("/words 3"));

        JsonDocument read = caller.read(last(frames).text("id"));
        assertThat(read.root().json()).isEqualTo(last(frames).root().json());
        assertThat(read.text("metadata")).isEqualTo("{\"n\":1.50}");
    }

    @Test
    void everyNumberResumesTheRestInTheSameBytes() {
        List<Frame> frames = caller.stream(input("/think Hm.\n/words 4") + ",\"reasoning\":{\"effort\":\"low\"}");
        String id = last(frames).text("id");

        for (int after = -1; after <= frames.size(); after++) {
            List<Frame> rest = frames.subList(Math.min(after + 1, frames.size()), frames.size());
            assertThat(caller.resume(id + "?stream=true&starting_after=" + after))
                    .isEqualTo(rest);
            assertThat(caller.resume(id + "/events", "Last-Event-ID", Integer.toString(after)))
                    .isEqualTo(rest);
            assertThat(caller.resume(id + "/events?last_event_id=" + after)).isEqualTo(rest);
        }
        assertThat(caller.resume(id + "?stream=true")).isEqualTo(frames);
    }

    @ParameterizedTest
    @CsvSource({"none,0", "minimal,0", "low,1", "medium,1", "high,1"})
    void effortSaysWhetherThoughtsAreShown(String effort, int items) {
        JsonDocument response =
                caller.ask(input("/think Hm.\nhello") + ",\"reasoning\":{\"effort\":\"" + effort + "\"}");

        assertThat(types(response)).hasSize(items + 1).endsWith("message");
        assertThat(types(response).subList(0, items)).allMatch("reasoning"::equals);
    }

    @Test
    void whoAsksForThoughtsOfAModelThatHasNoneGetsAnEmptyItem() {
        JsonDocument response = caller.ask(input("hello") + ",\"reasoning\":{\"effort\":\"high\"}");

        assertThat(types(response)).containsExactly("reasoning", "message");
        assertThat(response.items("output").getFirst().text("summary")).isEqualTo("[]");
    }

    @Test
    void aFailureIsAResponseThatFailed() {
        List<Frame> frames = caller.stream(input("/words 1\n/fail no more"));

        assertThat(frames.getLast().event()).isEqualTo("response.failed");
        assertThat(last(frames).text("error.message")).contains("no more");
        assertThat(caller.ask(input("/fail no more")).text("status")).isEqualTo("failed");
    }

    @Test
    void anAnswerOfAsManyTokensAsAreAllowedIsIncomplete() {
        JsonDocument response = caller.ask(input("/words 9") + ",\"max_output_tokens\":2");

        assertThat(response.text("status")).isEqualTo("incomplete");
        assertThat(response.text("incomplete_details.reason")).isEqualTo("max_output_tokens");
        assertThat(text(response)).isEqualTo("1 2");
    }

    @Test
    void whatWasPutOutCanBeGivenBack() {
        JsonDocument first = caller.ask(input("/call stock {\"sku\":\"a\"}") + ",\"tools\":" + ResponseCaller.STOCK
                + ",\"reasoning\":{\"effort\":\"low\"}");
        assertThat(types(first)).endsWith("function_call");
        String call = first.items("output").getLast().text("call_id");

        JsonDocument second = caller.ask("\"input\":[{\"role\":\"user\",\"content\":\"hi\"},"
                + first.text("output").substring(1).replaceFirst("]$", "")
                + ",{\"type\":\"function_call_output\",\"call_id\":\"" + call + "\",\"output\":\"twelve\"}]");

        assertThat(text(second)).contains("twelve");
    }

    @Test
    void theFormOfTheAnswerReachesTheModel() {
        caller.ask(input("formed") + ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"order\","
                + "\"schema\":{\"type\":\"object\"}}}");

        assertThat(MODEL.asked("formed").getFirst().sampling().format())
                .asString()
                .contains("order");
    }

    @Test
    void aReaderWhoGoesAwayDoesNotStopAResponse() {
        ScriptedModel.Held held = MODEL.hold();
        String id;
        try (EventStream stream = caller.begin(input(held.line() + "/words 3"))) {
            id = stream.header("x-response-id");
            held.gate().awaitReached();
        }
        assertThat(caller.read(id).text("status")).isEqualTo("in_progress");
        held.gate().open();

        assertThat(text(last(caller.resume(id + "?stream=true")))).isEqualTo("1 2 3");
    }

    @Test
    void aToolOfTheServersIsShownAsACallOfAnMcpServer() {
        JsonDocument response = caller.ask(input("/call nothing {}\n/then\n/words 1"));

        JsonDocument call = response.items("output").stream()
                .filter(item -> item.text("type").equals("mcp_call"))
                .findFirst()
                .orElseThrow();
        assertThat(call.text("status")).isEqualTo("failed");
        assertThat(call.text("name")).isEqualTo("nothing");
        assertThat(call.text("error.content")).contains("text");
        assertThat(text(response)).endsWith("1");
    }
}
