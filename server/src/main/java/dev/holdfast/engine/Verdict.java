package dev.holdfast.engine;

import dev.holdfast.event.ToolCall;
import org.jspecify.annotations.Nullable;

/** What somebody decided on an approval. */
public sealed interface Verdict {

    /**
     * The call may be run.
     *
     * @param arguments those to run it with; null for the model's own
     * @param output what takes the place of running it; null if it is to be run
     */
    record Allow(@Nullable String arguments, @Nullable Output output) implements Verdict {

        /** The arguments, if they are others than those that were asked for. */
        @Nullable
        String argumentsInPlaceOf(ToolCall call) {
            return call.arguments().equals(arguments) ? null : arguments;
        }
    }

    record Output(String text, boolean failed) {}

    /** The call is not run, and the turn ends. */
    record Reject(@Nullable String reason) implements Verdict {}
}
