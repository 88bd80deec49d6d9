package dev.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

    /** The ids that the documents print for an action. */
    private static final Pattern ACTION = Pattern.compile("tc_abc|tc_9f");

    private static final String STREAM = "event: ";

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

        String action = "";
        for (String turn : example.turns()) {
            PrintedStream stream = PrintedStream.parse(
                    send("POST", "/v1/sessions/" + id + "/turns", turn).body());
            action = stream.types().getLast().equals("turn.paused") ? stream.action() : "";
        }
        HttpResponse<String> answer = SERVER.send(
                example.method(),
                example.path().replace(":id", id),
                ACTION.matcher(example.body()).replaceAll(action),
                example.headers().toArray(String[]::new));
        if (example.answer().startsWith(STREAM)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(example.status());
            compareStreams(PrintedStream.parse(example.answer()), PrintedStream.parse(answer.body()), id);
            return;
        }

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

    private static List<String> compare(Example example, Exceptions exceptions, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(example.status());
        return example.answer().isEmpty()
                ? new ArrayList<>()
                : PrintedAnswer.compare(example.answer(), answer.body(), exceptions);
    }

    // The sample prints both halves of a turn in one; the second half comes with the approval.
    private static void compareStreams(PrintedStream printed, PrintedStream actual, String session) {
        PrintedStream whole = actual;
        if (!printed.types().getLast().equals(actual.types().getLast())) {
            String approval = "{\"action_id\":\"" + actual.action() + "\"}";
            whole = actual.and(PrintedStream.parse(send("POST", "/v1/sessions/" + session + "/approve", approval)
                    .body()));
        }
        printed.compare(whole);
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return SERVER.send(method, path, body, "CENCORI_API_KEY", KEY);
    }
}
