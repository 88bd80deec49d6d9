package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.STOCK;
import static dev.holdfast.dialect.workspace.MessagesCaller.call;
import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static dev.holdfast.dialect.workspace.MessagesCaller.text;
import static dev.holdfast.dialect.workspace.MessagesCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of the caller's own functions: they are announced, waited for, answered, or given up. */
final class ToolResultsTest {

    private static final String ONE_CALL = "/call stock {\"sku\":\"bolt-7\"}";
    private static final String TWO_CALLS = ONE_CALL + "\n/call stock {\"sku\":\"nut-7\"}";

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final MessagesCaller caller = MessagesCaller.of(SERVER, "results", STOCK);

    @Test
    void aCallIsAskedForInTheOpenStreamWhichGoesOnWithItsResult() {
        try (EventStream stream = caller.say(ONE_CALL)) {
            List<Frame> asked = stream.until("tool_call.requested");
            String call = call(asked);
            assertThat(asked.getLast().data())
                    .isEqualTo("{\"call_id\":\"" + call + "\",\"id\":\"" + call
                            + "\",\"name\":\"stock\",\"arguments\":\"{\\\"sku\\\":\\\"bolt-7\\\"}\","
                            + "\"input\":{\"sku\":\"bolt-7\"},\"sequence_number\":"
                            + asked.getLast().id() + "}");
            stream.awaitHeartbeat();
            assertThat(caller.busy()).isTrue();
            refused(409, "Conflict", caller.send("POST", "/messages", "{\"message\":\"hi\"}"));

            HttpResponse<String> accepted = caller.results("{\"call_id\":\"" + call + "\",\"output\":\"12 left\"}");

            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(accepted.body()).isEqualTo("{\"status\":\"accepted\",\"call_id\":\"" + call + "\"}");
            List<Frame> rest = stream.rest();
            assertThat(rest.getFirst().data())
                    .isEqualTo(
                            "{\"id\":\"" + call + "\",\"content\":\"12 left\",\"is_error\":false,\"sequence_number\":"
                                    + (asked.getLast().id() + 1) + "}");
            assertThat(types(rest)).startsWith("tool_result", "text.start").endsWith("message.completed");
            assertThat(text(rest)).contains("12 left");
        }
        assertThat(caller.busy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tool_call_id':'CALL','output':'out'}                              | out       | false",
                "{'call_id':'CALL','output':{'qty': 1.50}}                           | {'qty':1.50} | false",
                "{'call_id':'CALL','output':null,'is_error':false}                   | null      | false",
                "{'call_id':'CALL','output':'','is_error':null}                      | ''        | false",
                "{'call_id':'CALL','output':'no such part','is_error':true}          | no such part | true",
                "{'results':[{'call_id':'CALL','output':[1]}]}                       | [1]       | false",
                "{'tool_results':[{'tool_call_id':'CALL','output':'x','is_error':true}]} | x     | true",
            },
            quoteCharacter = '~')
    void everyFormOfAResultIsTaken(String form, String content, boolean failed) {
        try (EventStream stream = caller.say(ONE_CALL)) {
            String call = call(stream.until("tool_call.requested"));
            HttpResponse<String> accepted =
                    caller.results(form.replace('\'', '"').replace("CALL", call));
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
            if (form.contains("results")) {
                assertThat(accepted.body()).isEqualTo("{\"status\":\"accepted\",\"accepted\":1}");
            }
            Frame result = stream.until("tool_result").getLast();
            assertThat(result.json().text("content")).isEqualTo(content.equals("''") ? "" : content.replace('\'', '"'));
            assertThat(result.json().text("is_error")).isEqualTo(Boolean.toString(failed));
            stream.rest();
        }
    }

    @Test
    void theModelIsToldThatACallFailed() {
        try (EventStream stream = caller.say(ONE_CALL)) {
            String call = call(stream.until("tool_call.requested"));
            caller.results("{\"call_id\":\"" + call + "\",\"output\":\"no such part\",\"is_error\":true}");
            assertThat(text(stream.rest())).contains("did not succeed: no such part");
        }
    }

    @Test
    void parallelCallsAreAllAskedForAndTheResponseGoesOnWhenAllAreAnswered() {
        try (EventStream stream = caller.say(TWO_CALLS)) {
            String first = call(stream.until("tool_call.requested"));
            String second = call(stream.until("tool_call.requested"));
            assertThat(caller.results("{\"call_id\":\"" + second + "\",\"output\":\"2\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(stream.until("tool_result").getLast().json().text("id")).isEqualTo(second);
            assertThat(caller.busy()).isTrue();
            refused(409, "Conflict", caller.results("{\"call_id\":\"" + second + "\",\"output\":\"2\"}"));

            caller.results("{\"call_id\":\"" + first + "\",\"output\":\"1\"}");

            List<Frame> rest = stream.rest();
            assertThat(types(rest)).startsWith("tool_result", "text.start");
            assertThat(rest.getLast().event()).isEqualTo("message.completed");
        }
    }

    @Test
    void aListAnswersSeveralCallsAtOnceOrNone() {
        try (EventStream stream = caller.say(TWO_CALLS)) {
            String first = call(stream.until("tool_call.requested"));
            String second = call(stream.until("tool_call.requested"));
            String mixed = "{\"results\":[{\"call_id\":\"" + first + "\",\"output\":\"1\"},"
                    + "{\"call_id\":\"OTHER\",\"output\":\"2\"}]}";
            refused(404, "Not Found", caller.results(mixed.replace("OTHER", "tc_unknown")));
            refused(400, "Bad Request", caller.results(mixed.replace("OTHER", first)));

            HttpResponse<String> accepted = caller.results(mixed.replace("OTHER", second));

            assertThat(accepted.body()).isEqualTo("{\"status\":\"accepted\",\"accepted\":2}");
            assertThat(types(stream.rest())).startsWith("tool_result", "tool_result", "text.start");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"call_id\":\"CALL\"}",
                "{\"output\":\"1\"}",
                "{\"call_id\":7,\"output\":\"1\"}",
                "{\"call_id\":\"\",\"output\":\"1\"}",
                "{\"call_id\":\"CALL\",\"output\":\"1\",\"is_error\":\"no\"}",
                "{\"results\":[]}",
                "{\"results\":{}}",
                "{\"results\":[7]}",
                "{\"results\":[{\"call_id\":\"CALL\"}]}"
            })
    void whatIsNoResultIsRefused(String form) {
        try (EventStream stream = caller.say(ONE_CALL)) {
            String call = call(stream.until("tool_call.requested"));
            refused(400, "Bad Request", caller.results(form.replace("CALL", call)));
            assertThat(caller.results("{\"call_id\":\"" + call + "\",\"output\":\"1\"}")
                            .statusCode())
                    .isEqualTo(200);
            stream.rest();
        }
    }

    @Test
    void onlyAnOpenCallOfTheWaitingResponseTakesAResult() {
        refused(409, "Conflict", caller.results("{\"call_id\":\"tc_1\",\"output\":\"1\"}"));
        try (EventStream stream = caller.say(ONE_CALL)) {
            String call = call(stream.until("tool_call.requested"));
            for (String unknown : List.of("tc_1", "tc_00000000000000000000000001")) {
                refused(404, "Not Found", caller.results("{\"call_id\":\"" + unknown + "\",\"output\":\"1\"}"));
            }
            caller.results("{\"call_id\":\"" + call + "\",\"output\":\"1\"}");
            stream.rest();
            refused(409, "Conflict", caller.results("{\"call_id\":\"" + call + "\",\"output\":\"1\"}"));
        }
    }

    @Test
    void aCallThatNobodyAnswersIsGivenUp() {
        try (EventStream stream = caller.say(TWO_CALLS)) {
            String first = call(stream.until("tool_call.requested"));
            String second = call(stream.until("tool_call.requested"));
            SERVER.clock.advance(Duration.ofMinutes(9));
            caller.results("{\"call_id\":\"" + first + "\",\"output\":\"1\"}");
            SERVER.clock.advance(Duration.ofMinutes(1));

            List<Frame> rest = stream.rest();

            assertThat(rest.get(0).json().text("is_error")).isEqualTo("false");
            assertThat(rest.get(1).json().text("id")).isEqualTo(second);
            assertThat(rest.get(1).json().text("is_error")).isEqualTo("true");
            assertThat(rest.get(1).json().text("content")).contains("No result came in time");
            assertThat(rest.getLast().event()).isEqualTo("message.completed");
            assertThat(text(rest)).contains("did not succeed: No result came in time");
        }
        refused(409, "Conflict", caller.results("{\"call_id\":\"tc_1\",\"output\":\"late\"}"));
    }

    @Test
    void aResultIsActivity() {
        try (EventStream stream = caller.say(ONE_CALL)) {
            String call = call(stream.until("tool_call.requested"));
            SERVER.clock.advance(Duration.ofMinutes(5));
            Instant now = SERVER.clock.instant();
            caller.results("{\"call_id\":\"" + call + "\",\"output\":\"1\"}");
            stream.rest();
            assertThat(Double.parseDouble(caller.read().text("last_activity"))).isEqualTo(now.toEpochMilli() / 1000.0);
        }
    }
}
