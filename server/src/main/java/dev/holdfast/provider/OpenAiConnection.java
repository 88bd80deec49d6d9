package dev.holdfast.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.core.Timeout;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import dev.holdfast.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** OpenAI's SDK without retries of its own, and what its failures mean. */
final class OpenAiConnection implements AutoCloseable {

    private final OpenAIClient client;
    private final TroubleReport report;

    OpenAiConnection(Endpoint endpoint, TroubleReport report) {
        this.report = report;
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.key())
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

    OpenAIClient client() {
        return client;
    }

    /** A body that is no JSON is missing. */
    private static JsonNode json(JsonValue body) {
        JsonNode json = body.isMissing() ? null : body.convert(JsonNode.class);
        return json == null ? MissingNode.getInstance() : json;
    }

    Trouble trouble(OpenAIException failure) {
        return switch (failure) {
            case SseException frame -> report.broke(json(frame.body()));
            case OpenAIServiceException refusal ->
                report.refused(
                        refusal.statusCode(),
                        json(refusal.body()),
                        refusal.headers().values("retry-after"));
            case OpenAIInvalidDataException _ -> report.malformed();
            default -> report.unreachable(failure);
        };
    }

    /** The fields of a request's body, for a builder that takes what it does not know as it is. */
    static Map<String, JsonValue> fields(Json body) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        try {
            ObjectMappers.jsonMapper()
                    .readTree(body.text())
                    .properties()
                    .forEach(field -> fields.put(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request was printed that is no JSON", e);
        }
        return fields;
    }

    @Override
    public void close() {
        client.close();
    }
}
