package dev.holdfast.event;

/** Whether a model may, must or must not call tools. */
public sealed interface ToolChoice {

    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** At least one, whichever. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String tool) implements ToolChoice {}
}
