package dev.holdfast.provider;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonNumber;
import com.anthropic.core.JsonValue;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.holdfast.json.Json;
import dev.holdfast.model.ModelRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Anthropic's Messages API. */
final class AnthropicMessages implements ProviderClient {

    private final String name;
    private final TroubleReport report;
    private final AnthropicClient client;

    AnthropicMessages(Endpoint endpoint, TroubleReport report) {
        this.name = endpoint.name();
        this.report = report;
        this.client = AnthropicOkHttpClient.builder()
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.key())
                // The documented header, which servers that speak this API as well know; the SDK would send a bearer.
                .putHeader("X-Api-Key", endpoint.key())
                .maxRetries(0)
                .timeout(Timeout.builder()
                        .connect(Endpoint.CONNECT_TIMEOUT)
                        .read(endpoint.silence())
                        .write(endpoint.silence())
                        // A turn's own limit bounds how long an answer may take.
                        .request(Duration.ZERO)
                        .build())
                .build();
    }

    @Override
    public void ask(ModelRequest request, AnswerParts parts) {
        KeptItems kept = new KeptItems(name, request.model());
        MessageCreateParams question = question(request, AnthropicBody.print(request, kept));
        AnthropicAnswer answer = new AnthropicAnswer(parts, kept, report);
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(question)) {
            parts.hear(stream.stream().iterator(), answer::add);
        } catch (AnthropicException e) {
            parts.failed(trouble(e));
        }
    }

    /** A body that is no JSON is missing. */
    private static JsonNode json(JsonValue body) {
        JsonNode json = body.isMissing() ? null : body.convert(JsonNode.class);
        return json == null ? MissingNode.getInstance() : json;
    }

    private Trouble trouble(AnthropicException failure) {
        return switch (failure) {
            case SseException frame -> report.broke(json(frame.body()));
            case AnthropicServiceException refusal ->
                report.refused(
                        refusal.statusCode(),
                        json(refusal.body()),
                        refusal.headers().values("retry-after"));
            case AnthropicInvalidDataException _ -> report.malformed();
            default -> report.unreachable(failure);
        };
    }

    // A JsonValue stands for a field of any type; its Kotlin type looks raw to Java.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static MessageCreateParams question(ModelRequest request, Json body) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        try {
            ObjectMappers.jsonMapper()
                    .readTree(body.text())
                    .properties()
                    .forEach(field -> fields.put(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request was printed that is no JSON", e);
        }
        JsonValue messages = Objects.requireNonNull(fields.remove("messages"));
        JsonNumber most = (JsonNumber) Objects.requireNonNull(fields.remove("max_tokens"));
        fields.remove("model");
        return MessageCreateParams.builder()
                .messages(messages)
                .model(request.model())
                .maxTokens(most.value().longValue())
                .additionalBodyProperties(fields)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
