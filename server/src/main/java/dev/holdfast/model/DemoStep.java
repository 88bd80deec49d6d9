package dev.holdfast.model;

import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demo model is told to do in one answer.
 *
 * @param words how many words to say in place of its usual answer; null for the usual one
 * @param failure why to fail after that; null for not at all
 * @param said the lines that are no commands
 */
record DemoStep(
        String thought,
        @Nullable Integer words,
        Duration pace,
        List<RequestedCall> calls,
        @Nullable String failure,
        String said) {

    DemoStep {
        calls = List.copyOf(calls);
    }

    static DemoStep failing(String sentence) {
        return new DemoStep("", null, Duration.ZERO, List.of(), sentence, "");
    }

    /** Whether no command tells anything of it. */
    boolean onlySays() {
        return thought.isEmpty() && words == null && pace.isZero() && calls.isEmpty() && failure == null;
    }

    /** A step of which nothing is told but the pace. */
    static DemoStep untold(Duration pace) {
        return new DemoStep("", null, pace, List.of(), null, "");
    }
}
