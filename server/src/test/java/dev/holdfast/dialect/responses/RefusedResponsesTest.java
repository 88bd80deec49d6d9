package dev.holdfast.dialect.responses;

import static dev.holdfast.dialect.responses.ResponseCaller.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in whose form; and what else depends on how a caller shows the key. */
final class RefusedResponsesTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final ResponseCaller caller = ResponseCaller.of(SERVER, "refused", KeyStyle.SESSIONS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                                  | invalid_json
            []                                                                 | invalid_json
            {}                                                                 | invalid_input
            {"input":""}                                                       | invalid_input
            {"input":[]}                                                       | invalid_input
            {"input":7}                                                        | invalid_input
            {"input":[{"type":"item_reference","id":"x"}]}                     | invalid_input
            {"input":[{"type":"reasoning"}]}                                   | invalid_input
            {"input":"x","model":"no-such"}                                    | invalid_model
            {"input":"x","model":7}                                            | invalid_model
            {"input":"x","tools":{}}                                           | invalid_tools
            {"input":"x","tools":[{"type":"web_search_preview","needsApproval":true}]} | invalid_tools
            {"input":"x","tool_choice":"required"}                             | invalid_tools
            {"input":"x","stream":"yes"}                                       | invalid_request
            {"input":"x","store":1}                                            | invalid_request
            {"input":"x","background":"no"}                                    | invalid_request
            {"input":"x","metadata":[]}                                        | invalid_request
            {"input":"x","temperature":9}                                      | invalid_request
            {"input":"x","reasoning":{"effort":"huge"}}                        | invalid_request
            {"input":"x","max_output_tokens":0}                                | invalid_request
            {"input":"x","text":{"format":{"type":"xml"}}}                     | invalid_request
            """)
    void whatIsMalformedIsNamed(String body, String code) {
        HttpResponse<String> answer = caller.send("POST", "", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonDocument.parse(answer.body()).text("error.code")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "?stream=yes",
        "?stream=true&starting_after=x",
        "/events?last_event_id=1.5",
        "/input_items?limit=0",
        "/input_items?limit=101",
        "/input_items?order=up",
        "/input_items?after=msg_x"
    })
    void aQueryThatIsMalformedIsRefused(String query) {
        String id = caller.ask(input("hello")).text("id");

        assertThat(caller.send("GET", "/" + id + query, "").statusCode()).isEqualTo(400);
    }

    @Test
    void aRefusalHasTheFormOfTheCredentials() {
        assertThat(names("/v1/responses", "Authorization", "Bearer " + caller.key()))
                .isEqualTo("[error, status, code]");
        assertThat(names("/api/v1/responses", "CENCORI_API_KEY", caller.key())).isEqualTo("[error, status, code]");
        assertThat(names("/v1/responses", "x-api-key", caller.key())).isEqualTo("[error, code]");
        assertThat(names("/workspace/v1/responses", "Authorization", "Bearer " + caller.key()))
                .isEqualTo("[error, message]");
        ResponseCaller workspace = ResponseCaller.of(SERVER, "refused", KeyStyle.WORKSPACE);
        assertThat(names("/v1/responses", "Authorization", "Bearer " + workspace.key()))
                .isEqualTo("[error, message]");
        assertThat(SERVER.send("POST", "/v1/responses", "{}").statusCode()).isEqualTo(401);
    }

    private static String names(String path, String header, String value) {
        HttpResponse<String> answer = SERVER.send("GET", path + "/resp_x", "", header, value);
        assertThat(answer.statusCode()).isEqualTo(404);
        return JsonDocument.parse(answer.body()).names().toString();
    }

    @Test
    void theSessionsHeaderAloneGetsWhatThatDialectAdds() {
        List<Frame> plain = caller.stream(input("hello"));
        assertThat(plain.getLast().event()).isEqualTo("response.completed");

        String id = plain.getFirst().json().text("id");
        HttpResponse<String> read = SERVER.send("GET", "/v1/responses/" + id, "", "CENCORI_API_KEY", caller.key());
        JsonDocument response = JsonDocument.parse(read.body());
        assertThat(response.text("created")).isEqualTo(response.text("created_at"));
        String events = SERVER.send("GET", "/v1/responses/" + id + "/events", "", "CENCORI_API_KEY", caller.key())
                .body();
        assertThat(events).contains("event: response.done\n").endsWith("\n\n");
        assertThat(events.indexOf("event: response.done")).isGreaterThan(events.indexOf("event: response.completed"));
    }
}
