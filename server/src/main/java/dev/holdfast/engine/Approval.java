package dev.holdfast.engine;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.PendingAction;
import dev.holdfast.name.ApprovalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits, or waited, for a person.
 *
 * @param request what waits
 * @param closing what became of it; null while it is pending
 */
public record Approval(
        ApprovalId id,
        int turnNumber,
        PendingAction request,
        Instant requestedAt,
        @Nullable Instant expiresAt,
        @Nullable Closing closing) {

    /** How far an approval has come. The names are how the database writes them. */
    public enum State {
        PENDING,
        ALLOWED,
        ALLOWED_WITH_EDITS,
        REJECTED,
        EXPIRED,
        WITHDRAWN
    }

    /**
     * What became of an approval.
     *
     * @param by null if nobody decided
     * @param reason of a rejection as it was given, of a withdrawal why the turn ended
     * @param arguments those that took the place of the model's own
     * @param output what took the place of running the call
     */
    public record Closing(
            State state,
            Instant at,
            @Nullable Decider by,
            @Nullable String reason,
            @Nullable String arguments,
            Verdict.@Nullable Output output) {

        public static Closing of(TurnResumed resumed, Ruling ruling, Instant at) {
            return switch (resumed.resolution()) {
                case REJECTED -> new Closing(State.REJECTED, at, resumed.by(), resumed.reason(), null, null);
                case APPROVED, ANSWERED ->
                    new Closing(
                            ruling.arguments() == null ? State.ALLOWED : State.ALLOWED_WITH_EDITS,
                            at,
                            resumed.by(),
                            null,
                            ruling.arguments(),
                            resumed.output() == null ? null : new Verdict.Output(resumed.output(), resumed.failed()));
            };
        }

        public static Closing of(ApprovalExpired ignored, Instant at) {
            return new Closing(State.EXPIRED, at, null, null, null, null);
        }

        /** The turn is over, and nobody is asked any more. */
        public static Closing of(TurnEnd end, Instant at) {
            String reason = switch (end) {
                case TurnCancelled cancelled -> cancelled.reason();
                case TurnFailed failed -> failed.error();
                case TurnCompleted completed ->
                    completed.rejected() == null
                            ? "The turn has ended."
                            : "The rejection of " + completed.rejected() + " ended the turn.";
            };
            return new Closing(State.WITHDRAWN, at, null, reason, null, null);
        }
    }

    public State state() {
        return closing == null ? State.PENDING : closing.state();
    }

    public CallDigest digest() {
        return CallDigest.of(request.call());
    }

    public Approval closed(Closing other) {
        return new Approval(id, turnNumber, request, requestedAt, expiresAt, other);
    }

    /** Whether this is what somebody decided: then saying it again is no news. */
    public boolean isAs(Verdict verdict, Decider by) {
        if (closing == null || !by.equals(closing.by())) {
            return false;
        }
        return switch (verdict) {
            case Verdict.Allow allow ->
                equals(closed(new Closing(
                        allow.argumentsInPlaceOf(request.call()) == null ? State.ALLOWED : State.ALLOWED_WITH_EDITS,
                        closing.at(),
                        by,
                        null,
                        allow.argumentsInPlaceOf(request.call()),
                        allow.output())));
            case Verdict.Reject reject ->
                equals(closed(new Closing(State.REJECTED, closing.at(), by, reject.reason(), null, null)));
        };
    }
}
