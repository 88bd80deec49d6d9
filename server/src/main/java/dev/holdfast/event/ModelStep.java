package dev.holdfast.event;

import dev.holdfast.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a model, whole.
 *
 * @param costMicros what it cost, in millionths of a dollar
 * @param providerItems what the provider wants to see again in the next step, in its own form
 */
public record ModelStep(
        String text,
        List<ToolCall> calls,
        TokenUsage usage,
        long costMicros,
        @Nullable Json providerItems) {

    public ModelStep {
        calls = List.copyOf(calls);
    }
}
