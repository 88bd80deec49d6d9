package dev.holdfast.dialect.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.testing.HeaderLines;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestResource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason in each form is a status and a code that the form's document has. */
final class ErrorFormsTest {

    /** One form, and a request that is answered in it. */
    enum Shape {
        SESSIONS("/v1/nothing", "cencori_api_key: k", "code"),
        WORKSPACE("/v1/nothing", "authorization: Bearer pk_a", "error"),
        REPOSITORIES("/v1/nothing", "x-api-key: k", "code"),
        NATIVE("/holdfast/v1/nothing", "x-request-id: req_1", "code");

        private final String path;
        private final String headers;
        private final String codeField;

        Shape(String path, String headers, String codeField) {
            this.path = path;
            this.headers = headers;
            this.codeField = codeField;
        }

        HttpReply print(HoldfastException failure) {
            HeaderLines sent = HeaderLines.parse(headers);
            return new ErrorForms().of(path, sent::find).print(failure);
        }

        String statusAndCode(Reason reason) {
            HttpReply reply = print(new HoldfastException(reason, "A sentence."));
            String code = JsonDocument.parse(reply.body().toStringUtf8()).text(codeField);
            return reply.status() + " " + (this == NATIVE ? Code.forNumber(Integer.parseInt(code)) : code);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyReasonHasItsStatusAndCodeInEveryForm(List<String> row) {
        Reason reason = Reason.valueOf(row.getFirst());

        assertThat(Arrays.stream(Shape.values()).map(shape -> shape.statusAndCode(reason)))
                .containsExactlyElementsOf(row.subList(1, row.size()));
    }

    @Test
    void theTableHasEveryReasonOnce() {
        assertThat(rows().map(row -> Reason.valueOf(row.getFirst()))).containsExactlyInAnyOrder(Reason.values());
    }

    @Test
    void everyCodeStandsInTheDocumentOfItsFormOrSaysWhyNot() {
        List<String> documented = TestResource.table(ErrorFormsTest.class, "documented-codes.txt").stream()
                .map(row -> row.get(0).toUpperCase(Locale.ROOT) + " " + row.get(1))
                .toList();
        List<String> used = Arrays.stream(Shape.values())
                .flatMap(shape ->
                        Arrays.stream(Reason.values()).map(reason -> shape + " " + shape.statusAndCode(reason)))
                .distinct()
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SESSIONS     | KEY_MISSING       | error.message | Missing CENCORI_API_KEY
            SESSIONS     | KEY_INVALID       | error.message | Invalid API key
            SESSIONS     | SESSION_NOT_FOUND | error.message | Session not found
            REPOSITORIES | KEY_MISSING       | error         | Missing API key. Set x-api-key header.
            REPOSITORIES | KEY_INVALID       | error         | Invalid API key
            REPOSITORIES | PIN_INVALID       | error         | Session expired or invalid
            REPOSITORIES | PIN_MALFORMED     | error         | Invalid session ID format
            REPOSITORIES | GRANT_MISSING     | error         | Insufficient permissions
            REPOSITORIES | JSON_INVALID      | error         | Invalid JSON body
            """)
    void aMessageThatADocumentPrintsIsWordForWord(Shape shape, Reason reason, String field, String message) {
        HttpReply reply = shape.print(new HoldfastException(reason, "A sentence of ours."));

        assertThat(JsonDocument.parse(reply.body().toStringUtf8()).text(field)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SESSIONS     | {"error":{"message":"No.","type":"invalid_request_error","code":"not_found"},"status":"failed","code":"not_found"}
            WORKSPACE    | {"error":"Not Found","message":"No."}
            REPOSITORIES | {"error":"No.","code":"NOT_FOUND"}
            """)
    void aBodyHasTheDocumentedShape(Shape shape, String body) {
        HttpReply reply = shape.print(new HoldfastException(Reason.ROUTE_NOT_FOUND, "No."));

        assertThat(reply.body().toStringUtf8()).isEqualTo(body);
        assertThat(reply.contentType()).isEqualTo("application/json");
    }

    @Test
    void aNativeBodyIsAStatusWithTheReasonAndTheRequest() {
        JsonDocument body = JsonDocument.parse(Shape.NATIVE
                .print(new HoldfastException(Reason.ROUTE_NOT_FOUND, "No."))
                .body()
                .toStringUtf8());

        assertThat(body.text("message")).isEqualTo("No.");
        assertThat(body.items("details"))
                .extracting(detail -> detail.text("@type"))
                .containsExactly(
                        "type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.RequestInfo");
        assertThat(body.items("details").getFirst().text("reason")).isEqualTo("ROUTE_NOT_FOUND");
        assertThat(body.items("details").getLast().text("requestId")).isEqualTo("req_1");
    }

    @Test
    void theWorkspacesRefusalOfACallerNamesItsScheme() {
        assertThat(Shape.WORKSPACE
                        .print(new HoldfastException(Reason.KEY_INVALID, "No."))
                        .headers())
                .containsEntry("www-authenticate", "Bearer");
    }

    @ParameterizedTest
    @CsvSource({"SESSIONS", "WORKSPACE", "REPOSITORIES"})
    void anAnswerThatASecondTryMayChangeSaysWhen(Shape shape) {
        assertThat(shape.print(new HoldfastException(Reason.DATABASE_UNAVAILABLE, "Later."))
                        .headers())
                .containsKey("retry-after");
    }

    static Stream<List<String>> rows() {
        return TestResource.table(ErrorFormsTest.class, "error-forms.txt").stream();
    }
}
