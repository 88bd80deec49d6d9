package dev.holdfast.model;

import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a model.
 *
 * @param model the model's id at its provider
 * @param reasoning how much the model is to think; null leaves that to the provider
 * @param effectKey names this call over all attempts, for providers that can tell a repetition from a new call
 */
public record ModelRequest(
        String model,
        @Nullable String instructions,
        List<Message> conversation,
        List<OfferedTool> tools,
        ToolChoice choice,
        Sampling sampling,
        @Nullable ReasoningEffort reasoning,
        String effectKey) {

    public ModelRequest {
        conversation = List.copyOf(conversation);
        tools = List.copyOf(tools);
    }
}
