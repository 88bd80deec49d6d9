package dev.holdfast.dialect.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.Message.Said;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.ToolSpec.BuiltIn;
import dev.holdfast.event.ToolSpec.Kind;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.json.Json;
import dev.holdfast.turn.TurnDraft;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body of a turn as durable-turns.md §1, "#4 body", has it. */
final class TurnBodyTest {

    private static final Message HI = said(Role.USER, new Content.Text("hi"));

    @Test
    void theDocumentsExampleIsReadWhole() {
        TurnDraft draft = draft("""
                {
                  "input": "What was revenue last week?",
                  "tools": [{ "type": "web_search_preview" }],
                  "instructions": "Answer concisely with citations.",
                  "model": "gpt-4o",
                  "pause_on_tool_calls": true
                }
                """);

        assertThat(draft)
                .isEqualTo(new TurnDraft(
                        List.of(said(Role.USER, new Content.Text("What was revenue last week?"))),
                        "gpt-4o",
                        "Answer concisely with citations.",
                        List.of(new BuiltIn(Kind.WEB_SEARCH, false)),
                        new ToolChoice.Auto(),
                        Sampling.USUAL,
                        Approvals.FLAGGED_OR_ALL,
                        LooseCalls.END_TURN));
    }

    @Test
    void whatIsAbsentIsLeftToTheSessionAndTheModel() {
        TurnDraft draft = draft("{\"input\":\"hi\",\"model\":null,\"tools\":null,\"temperature\":null}");

        assertThat(draft)
                .isEqualTo(new TurnDraft(
                        List.of(HI),
                        null,
                        null,
                        null,
                        new ToolChoice.Auto(),
                        Sampling.USUAL,
                        Approvals.FLAGGED,
                        LooseCalls.END_TURN));
    }

    @Test
    void everyKindOfItemBecomesAMessage() {
        assertThat(input("""
                [
                  {"type":"message","role":"system","content":"Be brief."},
                  {"type":"message","role":"user","content":[
                    {"type":"input_text","text":"What is "},
                    {"type":"text","text":"this?"},
                    {"type":"input_image","image_url":"https://example.org/a.png"},
                    {"type":"input_image","image_url":{"url":"data:image/png;base64,AA=="}}]},
                  {"id":"msg_1","type":"message","role":"assistant","status":"completed",
                   "content":[{"type":"output_text","text":"A cat.","annotations":[]}]},
                  {"role":"user","content":"And its name?"},
                  {"role":"developer","content":""},
                  {"type":"function_call","id":"fc_1","call_id":"tc_1","name":"find","arguments":"{\\"n\\":1.50}"},
                  {"type":"function_call_output","call_id":"tc_1","output":"Tom"},
                  {"type":"file","filename":"notes.txt","content":"remember"}
                ]
                """))
                .containsExactly(
                        said(Role.SYSTEM, new Content.Text("Be brief.")),
                        said(
                                Role.USER,
                                new Content.Text("What is "),
                                new Content.Text("this?"),
                                new Content.Image("https://example.org/a.png"),
                                new Content.Image("data:image/png;base64,AA==")),
                        said(Role.ASSISTANT, new Content.Text("A cat.")),
                        said(Role.USER, new Content.Text("And its name?")),
                        said(Role.SYSTEM, new Content.Text("")),
                        new Called("tc_1", "find", "{\"n\":1.50}"),
                        new Returned("tc_1", "Tom", false),
                        said(Role.USER, new Content.File("notes.txt", "remember")));
    }

    @Test
    void toolsAreNestedOrFlatAndMarkedInEitherSpelling() {
        TurnDraft draft = draft("""
                {"input":"hi","tools":[
                  {"type":"function","function":{"name":"send","description":"Send","parameters":{"type":"object","max":1.50}},
                   "needsApproval":true},
                  {"type":"function","name":"look","needs_approval":true},
                  {"type":"file_search","needs_approval":true},
                  {"type":"code_interpreter"},
                  {"type":"workspace"}]}
                """);

        assertThat(draft.tools())
                .containsExactly(
                        new ToolSpec.Function("send", "Send", new Json("{\"type\":\"object\",\"max\":1.50}"), true),
                        new ToolSpec.Function("look", null, null, true),
                        new BuiltIn(Kind.FILE_SEARCH, true),
                        new BuiltIn(Kind.CODE_INTERPRETER, false),
                        new BuiltIn(Kind.WORKSPACE, false));
    }

    @Test
    void anEmptyListOfToolsMeansNone() {
        assertThat(draft("{\"input\":\"hi\",\"tools\":[]}").tools()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                            | FLAGGED
            {"pause_on_tool_calls":null}  | FLAGGED
            {"pause_on_tool_calls":true}  | FLAGGED_OR_ALL
            {"pause_on_tool_calls":false} | NONE
            """)
    void onlyAWrittenFalseTurnsApprovalsOff(String body, Approvals approvals) {
        assertThat(draft(withInput(body)).approvals()).isEqualTo(approvals);
    }

    @Test
    void theChoiceOfToolsIsAWordOrAFunction() {
        assertThat(choice("\"auto\"")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("\"none\"")).isEqualTo(new ToolChoice.None());
        assertThat(choice("\"required\"")).isEqualTo(new ToolChoice.Required());
        assertThat(choice("{\"type\":\"function\",\"name\":\"f\"}")).isEqualTo(new ToolChoice.Named("f"));
        assertThat(choice("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"))
                .isEqualTo(new ToolChoice.Named("f"));
    }

    @Test
    void samplingIsReadAsItIsWritten() {
        assertThat(sampling("{\"temperature\":0.70,\"top_p\":1,\"max_output_tokens\":256}"))
                .isEqualTo(new Sampling(0.7, 1.0, 256, null));
        assertThat(sampling("{\"response_format\":{\"type\":\"text\"}}")).isEqualTo(Sampling.USUAL);
        assertThat(sampling("{\"response_format\":{\"type\":\"json_object\"}}").format())
                .isEqualTo(new ResponseFormat.JsonObject());
        assertThat(sampling("""
                {"response_format":{"type":"json_schema","json_schema":
                  {"name":"city","description":"A city","schema":{"type": "object"},"strict":true}}}
                """).format())
                .isEqualTo(new ResponseFormat.JsonSchema("city", "A city", new Json("{\"type\":\"object\"}"), true));
    }

    @Test
    void whatHasNoUseHereIsIgnoredWhateverItHolds() {
        assertThat(draft("""
                {"input":"hi","user":7,"agent_id":[],"metadata":"m","store":1,"stream":"yes","parallel_tool_calls":{},
                 "truncation":0,"memory":{"scope":"all"},"unheard_of":true}
                """)).isEqualTo(draft("{\"input\":\"hi\"}"));
    }

    @Test
    void theVendorsPrefixOfAModelIsDropped() {
        assertThat(draft("{\"input\":\"hi\",\"model\":\"cencori/demo\"}").model())
                .isEqualTo("demo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | JSON_INVALID
            [1]                               | JSON_INVALID
            {                                 | JSON_INVALID
            {"model":7,"tools":7}             | MODEL_INVALID
            {"model":7}                       | MODEL_INVALID
            {"tools":7}                       | INPUT_MISSING
            {"input":null}                    | INPUT_MISSING
            {"input":" \\n","tools":7}        | INPUT_MISSING
            {"input":[],"instructions":7}     | INPUT_MISSING
            {"input":7,"tools":7}             | INPUT_INVALID
            {"input":"hi","tools":7,"top_p":[]} | TOOLS_INVALID
            {"input":"hi","top_p":[]}         | FIELD_INVALID
            """)
    void ofSeveralFaultsTheFirstOfTheContractsOrderIsTold(String body, Reason reason) {
        assertThat(refusal(body).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [7]                                                          | input[0] must be an object; it is a number.
            [{}]                                                         | input[0].role is missing; it must be a string.
            [{"type":7}]                                                 | input[0].type must be a string; it is a number.
            [{"type":"web_search_call"}]                                 | input[0].type must be one of message, function_call, function_call_output, file.
            [{"role":"tool","content":""}]                               | input[0].role must be one of user, assistant, system.
            [{"role":"user"}]                                            | input[0].content is missing; it must be a string or an array of parts.
            [{"role":"user","content":7}]                                | input[0].content must be a string or an array of parts; it is a number.
            [{"role":"user","content":[]}]                               | input[0].content must have at least one part.
            [{"role":"user","content":["a"]}]                            | input[0].content[0] must be an object; it is a string.
            [{"role":"user","content":[{"type":"audio"}]}]               | input[0].content[0].type must be one of input_text, output_text, text, input_image.
            [{"role":"user","content":[{"type":"text"}]}]                | input[0].content[0].text is missing; it must be a string.
            [{"role":"user","content":[{"type":"input_image","image_url":"file:///etc/passwd"}]}] | input[0].content[0].image_url must be an https or data URL.
            [{"role":"user","content":"\\ud800"}]                        | input[0].content holds NUL or half of a surrogate pair. Leave them out.
            [{"type":"function_call","call_id":"","name":"f","arguments":""}] | input[0].call_id must not be empty.
            [{"type":"function_call","call_id":"c","name":"f","arguments":{}}] | input[0].arguments must be a string; it is an object.
            [{"type":"function_call_output","call_id":"c"}]              | input[0].output is missing; it must be a string.
            [{"type":"file","filename":"a"}]                             | input[0].content is missing; it must be a string.
            """)
    void anItemThatIsNoneIsNamedByItsPlace(String input, String sentence) {
        HoldfastException refusal = refusal("{\"input\":" + input + "}");

        assertThat(refusal.reason()).isEqualTo(Reason.INPUT_INVALID);
        assertThat(refusal.sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"instructions":7}                           | instructions must be a string; it is a number.
            {"pause_on_tool_calls":"no"}                 | pause_on_tool_calls must be true or false; it is a string.
            {"temperature":"hot"}                        | temperature must be a number, such as 0.7.
            {"temperature":1e999}                        | temperature must be a number, such as 0.7.
            {"max_output_tokens":0}                      | max_output_tokens must be a whole number of at least 1, such as 4096.
            {"max_output_tokens":2147483648}             | max_output_tokens must be a whole number of at least 1, such as 4096.
            {"tool_choice":"any"}                        | tool_choice must be one of auto, none, required, or an object that names a function.
            {"tool_choice":7}                            | tool_choice must be a string or an object; it is a number.
            {"tool_choice":{"type":"file_search"}}       | tool_choice.type must be function.
            {"tool_choice":{"type":"function"}}          | tool_choice.name is missing; it must be a string.
            {"response_format":"json"}                   | response_format must be an object; it is a string.
            {"response_format":{"type":"xml"}}           | response_format.type must be one of text, json_object, json_schema.
            {"response_format":{"type":"json_schema"}}   | response_format.json_schema is missing; it must be an object.
            {"response_format":{"type":"json_schema","json_schema":{"name":"n"}}} | response_format.json_schema.schema must be a JSON Schema object.
            """)
    void anOptionOfAWrongTypeIsRefusedByName(String body, String sentence) {
        HoldfastException refusal = refusal(withInput(body));

        assertThat(refusal.reason()).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refusal.sentence()).isEqualTo(sentence);
    }

    @Test
    void toolsOfMcpServersAreRefusedForNow() {
        HoldfastException refusal = refusal("{\"input\":\"hi\",\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\"}]}");

        assertThat(refusal.reason()).isEqualTo(Reason.TOOLS_INVALID);
        assertThat(refusal.sentence())
                .isEqualTo("tools[0] is an MCP server. This server does not offer tools of MCP servers yet.");
    }

    @Test
    void theModelIsReadBeforeAnythingElseIsLookedAt() {
        TurnBody body = TurnBody.parse(bytes("{\"model\":\"nope\",\"input\":7}"));

        assertThat(body.model()).contains("nope");
        assertThatThrownBy(body::draft).isInstanceOf(HoldfastException.class);
    }

    private static HoldfastException refusal(String body) {
        try {
            TurnDraft draft = draft(body);
            throw new AssertionError("It was taken: " + draft);
        } catch (HoldfastException e) {
            return e;
        }
    }

    private static TurnDraft draft(String body) {
        return TurnBody.parse(bytes(body)).draft();
    }

    private static List<Message> input(String json) {
        return draft("{\"input\":" + json + "}").input();
    }

    private static ToolChoice choice(String json) {
        return draft("{\"input\":\"hi\",\"tool_choice\":" + json + "}").toolChoice();
    }

    private static Sampling sampling(String options) {
        return draft(withInput(options)).sampling();
    }

    private static String withInput(String options) {
        return options.strip().replaceFirst("\\{", "{\"input\":\"hi\",").replace(",}", "}");
    }

    private static Message said(Role role, Content... content) {
        return new Said(role, List.of(content));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
