package dev.holdfast.provider;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.holdfast.json.Json;
import dev.holdfast.model.ModelRequest;
import java.util.Map;
import java.util.Objects;

/** The Chat Completions API, OpenAI's or another's. */
final class OpenAiChat implements ProviderClient {

    private final TroubleReport report;
    private final OpenAiConnection connection;

    OpenAiChat(Endpoint endpoint, TroubleReport report) {
        this.report = report;
        this.connection = new OpenAiConnection(endpoint, report);
    }

    @Override
    public void ask(ModelRequest request, AnswerParts parts) {
        ChatCompletionCreateParams question = question(request, ChatBody.print(request));
        ChatAnswer answer = new ChatAnswer(parts, report);
        try (StreamResponse<ChatCompletionChunk> stream =
                connection.client().chat().completions().createStreaming(question)) {
            parts.hear(stream.stream().iterator(), answer::add);
        } catch (OpenAIException e) {
            parts.failed(connection.trouble(e));
        }
    }

    // A JsonValue stands for a field of any type; its Kotlin type looks raw to Java.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ChatCompletionCreateParams question(ModelRequest request, Json body) {
        Map<String, JsonValue> fields = OpenAiConnection.fields(body);
        JsonValue messages = Objects.requireNonNull(fields.remove("messages"));
        fields.remove("model");
        return ChatCompletionCreateParams.builder()
                .messages(messages)
                .model(request.model())
                .additionalBodyProperties(fields)
                .build();
    }

    @Override
    public void close() {
        connection.close();
    }
}
