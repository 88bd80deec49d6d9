package dev.holdfast.model;

import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a model's call ended. */
public sealed interface ModelOutcome {

    /** What was read and written, also by a call that failed. */
    TokenUsage usage();

    /**
     * The whole answer.
     *
     * @param text everything that the sink was given as text
     * @param providerItems what the provider wants to see again in the next step, in its own form
     */
    record Answered(
            String text,
            List<RequestedCall> calls,
            TokenUsage usage,
            @Nullable Json providerItems) implements ModelOutcome {

        public Answered {
            calls = List.copyOf(calls);
        }
    }

    /**
     * The answer was cut off after some of it had come. Asked again, the model may say the rest; who asks sees to it that
     * nobody reads the beginning twice. The sentence says what happened in words that a caller may read.
     */
    record Interrupted(String sentence, TokenUsage usage) implements ModelOutcome {}

    /** The model did not answer, and the sentence says why in words that a caller may read. */
    record Failed(String sentence, TokenUsage usage) implements ModelOutcome {}

    /** A call that the model asks for; the arguments are its text, which may be no JSON. Whoever asked gives the id. */
    record RequestedCall(String tool, String arguments) {}
}
