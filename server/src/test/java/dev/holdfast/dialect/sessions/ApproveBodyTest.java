package dev.holdfast.dialect.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.sessions.ApproveBody.Result;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies of decisions as durable-turns.md §1, rows 6 and 7, have them. */
final class ApproveBodyTest {

    private static final String RESULT = "{\"action_id\":\"tc_abc\",\"output\":\"%s\"}";

    @Test
    void theDocumentsExampleIsReadWhole() {
        ApproveBody body = approve("""
                {
                  "action_id": "tc_abc",
                  "tool_results": [
                    { "action_id": "tc_abc", "output": "{\\"revenue\\": 4200000}" }
                  ]
                }
                """);

        assertThat(body.action()).isEqualTo("tc_abc");
        assertThat(body.results()).containsExactly(new Result("tc_abc", "{\"revenue\": 4200000}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"action_id":"tc_abc"}
            {"action_id":"tc_abc","tool_results":null}
            {"action_id":"tc_abc","tool_results":[]}
            """)
    void anApprovalNeedsNoResults(String body) {
        assertThat(approve(body).results()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                     | JSON_INVALID
            null                                                   | JSON_INVALID
            {}                                                     | ACTION_ID_MISSING
            {"action_id":null,"tool_results":7}                    | ACTION_ID_MISSING
            {"action_id":7}                                        | ACTION_ID_MISSING
            {"action_id":" "}                                      | ACTION_ID_MISSING
            {"action_id":"a","tool_results":{}}                    | RESULTS_INVALID
            {"action_id":"a","tool_results":["x"]}                 | RESULTS_INVALID
            {"action_id":"a","tool_results":[{}]}                  | RESULTS_INVALID
            {"action_id":"a","tool_results":[{"action_id":"a"}]}   | RESULTS_INVALID
            {"action_id":"a","tool_results":[{"action_id":"a","output":{}}]} | RESULTS_INVALID
            {"action_id":"a","tool_results":[{"action_id":7,"output":""}]}   | RESULTS_INVALID
            {"action_id":"a","tool_results":[{"action_id":"a","output":"\\u0000"}]} | RESULTS_INVALID
            """)
    void whatIsNoApprovalIsRefusedByName(String body, Reason reason) {
        assertThat(refusal(() -> approve(body)).reason()).isEqualTo(reason);
    }

    @Test
    void aHundredResultsAreTakenAndNoMore() {
        assertThat(approve(results(100)).results()).hasSize(100);
        assertThat(refusal(() -> approve(results(101))).sentence())
                .isEqualTo("tool_results has 101 entries; it may have 100.");
    }

    @Test
    void anOutputMayHaveAMebibyteOfUtf8() {
        String largest = "é".repeat(512 * 1024);
        assertThat(approve(result(largest)).results()).containsExactly(new Result("tc_abc", largest));
        assertThat(refusal(() -> approve(result(largest + "a"))).sentence())
                .isEqualTo("tool_results[0].output has 1048577 bytes; it may have 1048576.");
    }

    @Test
    void aRejectionIgnoresResults() {
        RejectBody body = RejectBody.parse(bytes("{\"action_id\":\"tc_abc\",\"reason\":\"no\",\"tool_results\":7}"));

        assertThat(body.action()).isEqualTo("tc_abc");
        assertThat(body.reason()).contains("no");
        assertThat(RejectBody.parse(bytes("{\"action_id\":\"tc_abc\"}")).reason())
                .isEmpty();
    }

    @Test
    void aReasonMayHaveTwoThousandCharacters() {
        String longest = "𝄞".repeat(2_000);
        assertThat(reject(longest).reason()).contains(longest);
        HoldfastException refusal = refusal(() -> reject(longest + "a"));
        assertThat(refusal.reason()).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refusal.sentence()).isEqualTo("reason has 2001 characters; it may have 2000.");
    }

    private static RejectBody reject(String reason) {
        return RejectBody.parse(bytes("{\"action_id\":\"tc_abc\",\"reason\":\"" + reason + "\"}"));
    }

    private static String results(int count) {
        return "{\"action_id\":\"tc_abc\",\"tool_results\":[" + String.join(",", Collections.nCopies(count, RESULT))
                + "]}";
    }

    private static String result(String output) {
        return "{\"action_id\":\"tc_abc\",\"tool_results\":[" + RESULT.formatted(output) + "]}";
    }

    private static HoldfastException refusal(Runnable parsing) {
        try {
            parsing.run();
            throw new AssertionError("It was taken");
        } catch (HoldfastException e) {
            return e;
        }
    }

    private static ApproveBody approve(String body) {
        return ApproveBody.parse(bytes(body));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
