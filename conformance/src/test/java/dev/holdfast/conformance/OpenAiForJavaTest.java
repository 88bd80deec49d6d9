package dev.holdfast.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs do with the official OpenAI SDK for Java; `sdks/` has those for other languages. */
final class OpenAiForJavaTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    private static final FunctionTool STOCK = FunctionTool.builder()
            .name("stock")
            .parameters(FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .build())
            .strict(false)
            .build();

    private static @Nullable OwnServer server;
    private static @Nullable OpenAIClient connected;

    @BeforeAll
    static void start(@TempDir Path scratch) {
        OwnServer started = OwnServer.start(ROOT, scratch);
        server = started;
        connected = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + started.httpPort() + "/v1")
                .apiKey(Objects.requireNonNull(started.callers().keys().get("native")))
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client().close();
        Objects.requireNonNull(server).close();
    }

    @Test
    void aPlainAnswerHasEveryRequiredField() {
        Response answer = client().responses().create(asking("good morning").build());

        assertThat(answer.validate().status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(text(answer)).isEqualTo("You said: good morning");
    }

    @Test
    void anAccumulatedStreamIsTheResponse() {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        StringBuilder words = new StringBuilder();
        try (StreamResponse<ResponseStreamEvent> stream =
                client().responses().createStreaming(asking("/words 30").build())) {
            stream.stream().peek(accumulator::accumulate).forEach(event -> {
                event.validate();
                event.outputTextDelta().ifPresent(delta -> words.append(delta.delta()));
            });
        }

        assertThat(words.toString()).startsWith("1 2 3");
        assertThat(text(accumulator.response())).isEqualTo(words.toString());
    }

    @Test
    void aStoredFunctionCallIsContinued() {
        Response first = client().responses()
                .create(asking("/call stock {\"sku\":\"a\"}")
                        .addTool(STOCK)
                        .store(true)
                        .build());
        ResponseFunctionToolCall call = first.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow();
        assertThat(call.arguments()).isEqualTo("{\"sku\":\"a\"}");

        Response second = client().responses()
                .create(ResponseCreateParams.builder()
                        .model("demo")
                        .previousResponseId(first.id())
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("a dozen")
                                        .build())))
                        .build());

        assertThat(text(second.validate())).contains("a dozen");
        client().responses().delete(first.id());
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client().responses().retrieve(first.id()));
    }

    @Test
    void aResponseInTheBackgroundIsResumed() {
        Response begun = client().responses()
                .create(asking("/words 3\n/pace 20")
                        .background(true)
                        .store(true)
                        .build());
        assertThat(begun.status()).hasValue(ResponseStatus.IN_PROGRESS);

        List<ResponseStreamEvent> whole =
                stream(ResponseRetrieveParams.builder().responseId(begun.id()));
        List<ResponseStreamEvent> rest =
                stream(ResponseRetrieveParams.builder().responseId(begun.id()).startingAfter(3));

        assertThat(rest).isEqualTo(whole.subList(4, whole.size()));
        assertThat(text(client().responses().retrieve(begun.id()))).isEqualTo("1 2 3");
    }

    @Test
    void aResponseInTheBackgroundIsCancelled() {
        Response begun = client().responses()
                .create(asking("/words 9\n/pace 60000").background(true).build());

        assertThat(client().responses().cancel(begun.id()).status()).hasValue(ResponseStatus.CANCELLED);
    }

    @Test
    void aMistakeIsAnErrorThatSaysWhy() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client().responses()
                        .create(ResponseCreateParams.builder()
                                .model("no-such-model")
                                .input("hello")
                                .build()))
                .withMessageContaining("no model of that name");
    }

    private static List<ResponseStreamEvent> stream(ResponseRetrieveParams.Builder params) {
        try (StreamResponse<ResponseStreamEvent> stream = client().responses().retrieveStreaming(params.build())) {
            return stream.stream().toList();
        }
    }

    private static ResponseCreateParams.Builder asking(String input) {
        return ResponseCreateParams.builder().model("demo").input(input);
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(ResponseOutputText::text)
                .collect(Collectors.joining());
    }

    private static OpenAIClient client() {
        return Objects.requireNonNull(connected);
    }
}
