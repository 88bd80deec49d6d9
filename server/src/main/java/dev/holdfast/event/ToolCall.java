package dev.holdfast.event;

import dev.holdfast.name.ActionId;

/** A call that a model asked for. The arguments are the text that the model gave, which may be no JSON at all. */
public record ToolCall(ActionId id, String tool, String arguments) {

    /** The same call with other arguments. */
    public ToolCall with(String otherArguments) {
        return new ToolCall(id, tool, otherArguments);
    }
}
