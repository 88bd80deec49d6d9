package dev.holdfast.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a call has come. */
public sealed interface ActionState {

    /** It waits for a person's approval. */
    record AwaitingApproval() implements ActionState {}

    /**
     * It waits for the caller's result.
     *
     * @param since when it was approved; null if nobody had to approve it, so that it waits since the pause began
     */
    record AwaitingResult(@Nullable Instant since) implements ActionState {}

    /** It may be run, and has not been since it was approved. */
    record Approved(int attempts) implements ActionState {}

    /** It may be running, or have run. */
    record Executing(int attempt) implements ActionState {}

    /** A crash left it unknown whether it ran; a person has to say. */
    record InDoubt(int attempt) implements ActionState {}

    record Returned(String output, boolean failed) implements ActionState {}

    /**
     * A person said no.
     *
     * @param attempts how often it may have run before: not 0 if it was in doubt
     */
    record Rejected(@Nullable String reason, int attempts) implements ActionState {}

    /**
     * Nobody decided on it in time.
     *
     * @param attempts likewise
     */
    record Expired(Duration waited, int attempts) implements ActionState {}
}
