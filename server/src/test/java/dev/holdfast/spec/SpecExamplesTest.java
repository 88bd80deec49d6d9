package dev.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request that a document prints is answered as it prints, but for what exceptions.txt gives a reason for. */
final class SpecExamplesTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    /** The key that the document's own requests show. */
    private static final String KEY = "cnc_key_abc123";

    private static final String WORKSPACE_KEY = "pk_document_abc123";

    private static final String STATUS = "HTTP status";
    private static final int NOT_IMPLEMENTED = 501;

    @BeforeAll
    static void theDocumentsKeyWorks() {
        SERVER.adoptKey("document", KEY);
        SERVER.adoptKey("document", WORKSPACE_KEY);
    }

    @AfterEach
    void leaveNoSession() {
        JsonDocument.parse(send("GET", "/v1/sessions?limit=100", "").body())
                .items("data")
                .forEach(session -> send("DELETE", "/v1/sessions/" + session.text("id"), ""));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aPrintedRequestHasThePrintedAnswer(Example example) {
        Exceptions exceptions = Exceptions.of(example);
        String id = example.given()
                .map(body -> JsonDocument.parse(
                                send("POST", "/v1/sessions", body).body())
                        .text("id"))
                .orElse("");

        HttpResponse<String> answer = SERVER.send(
                example.method(),
                example.path().replace(":id", id),
                example.body(),
                example.headers().toArray(String[]::new));

        assertThat(compare(example, exceptions, answer))
                .as("where exceptions were needed; take out those that are not")
                .containsExactlyInAnyOrderElementsOf(exceptions.places().keySet());
    }

    @Test
    void everyExceptionIsOneOfAnExample() {
        assertThat(examples()).extracting(Example::name).containsAll(Exceptions.examples());
    }

    static List<Example> examples() {
        return Example.all();
    }

    // A path that is not served yet has no body to compare; its status says it all.
    private static List<String> compare(Example example, Exceptions exceptions, HttpResponse<String> answer) {
        if (answer.statusCode() == NOT_IMPLEMENTED) {
            assertThat(exceptions.places()).as(answer.body()).containsEntry(STATUS, Integer.toString(NOT_IMPLEMENTED));
            assertThat(JsonDocument.parse(answer.body()).text("error.code")).isEqualTo("not_implemented");
            return List.of(STATUS);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(example.status());
        return example.answer().isEmpty()
                ? new ArrayList<>()
                : PrintedAnswer.compare(example.answer(), answer.body(), exceptions);
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return SERVER.send(method, path, body, "CENCORI_API_KEY", KEY);
    }
}
