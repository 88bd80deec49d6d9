package dev.holdfast.provider;

import com.openai.core.JsonString;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta.ToolCall;
import dev.holdfast.event.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer of the Chat Completions API, chunk by chunk. */
final class ChatAnswer {

    /** What servers call the thoughts, of which OpenAI's API knows nothing. */
    private static final List<String> THOUGHTS = List.of("reasoning_content", "reasoning");

    private final AnswerParts parts;
    private final TroubleReport report;
    private boolean ended;

    ChatAnswer(AnswerParts parts, TroubleReport report) {
        this.parts = parts;
        this.report = report;
    }

    void add(ChatCompletionChunk chunk) {
        chunk.choices().forEach(this::add);
        chunk.usage().ifPresent(usage -> {
            parts.used(new TokenUsage(usage.promptTokens(), usage.completionTokens()));
            if (ended) {
                parts.end();
            }
        });
    }

    private void add(Choice choice) {
        Delta delta = choice.delta();
        thought(delta).ifPresent(parts::thinking);
        delta.content().ifPresent(parts::text);
        delta.refusal().ifPresent(parts::text);
        delta.toolCalls().ifPresent(calls -> calls.forEach(this::add));
        choice.finishReason().ifPresent(reason -> end(reason.asString()));
    }

    // The SDK would rather not have fields read that OpenAI's API does not know; other servers have them.
    @SuppressWarnings("deprecation")
    private static Optional<String> thought(Delta delta) {
        Map<String, JsonValue> others = delta._additionalProperties();
        return THOUGHTS.stream()
                .map(others::get)
                .filter(JsonString.class::isInstance)
                .map(thought -> ((JsonString) thought).value())
                .findFirst();
    }

    private void add(ToolCall call) {
        call.function()
                .ifPresent(function -> parts.call(
                        call.index(),
                        function.name().orElse(""),
                        function.arguments().orElse("")));
    }

    /** What was used comes after the end, if it comes at all. */
    private void end(String reason) {
        switch (reason) {
            case "length" -> parts.endShort(report);
            case "content_filter" -> parts.failed(report.stopped(reason));
            default -> parts.whole();
        }
        ended = parts.complete();
    }
}
