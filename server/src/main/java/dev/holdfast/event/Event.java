package dev.holdfast.event;

import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.KeyId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened to a session. Events are never changed once written; new kinds are added beside the old. */
public sealed interface Event {

    /** A fact in the life of a session, between its creation and its deletion. */
    sealed interface Change extends Event {}

    /** The session was made. Always event 0. */
    record SessionCreated(SessionSettings settings, Json metadata) implements Event {}

    record SessionMetadataUpdated(Json metadata) implements Change {}

    /** The session has ended and can still be read. */
    record SessionCompleted(EndCause cause) implements Change {}

    /** The session is gone. Always the last event. */
    record SessionDeleted(EndCause cause) implements Event {}

    /** A turn began. Turns are numbered from 1. */
    record TurnStarted(int turnNumber, KeyId key, TurnRequest request) implements Change {}

    /**
     * The model is asked again for an answer that was cut off, by a crash or on its way from the provider.
     *
     * @param spent what the answer that was cut off used, as far as that is known
     */
    record ModelCallRetried(int retry, TurnCost spent) implements Change {}

    /**
     * The model called a tool.
     *
     * @param step the answer that the call comes from, with the answer's first call only
     */
    record ToolCallStarted(
            ToolCall call,
            Runner runner,
            boolean gated,
            @Nullable ModelStep step) implements Change {}

    /** The server is about to run an approved call, or to run a call again. */
    record ToolCallExecuting(ActionId action, int attempt) implements Change {}

    /** A call that the server ran came back, or the model was told that a call will not. */
    record ToolCallCompleted(ActionId action, String tool, String output, boolean failed) implements Change {}

    /** A crash left it unknown whether a call ran. */
    record ToolCallInDoubt(ActionId action) implements Change {}

    /** The turn waits for somebody; the reason's action comes first. */
    record TurnPaused(PauseReason reason, List<PendingAction> actions) implements Change {

        public TurnPaused {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Somebody decided on one action, and no other.
     *
     * @param failed whether the output tells of a failure
     * @param ruling what is known of the approval that was decided on; null if the action needed none, and in events from
     *     before there were approvals
     */
    record TurnResumed(
            ActionId action,
            Resolution resolution,
            @Nullable String output,
            boolean failed,
            @Nullable String reason,
            Decider by,
            @Nullable Ruling ruling)
            implements Change {

        /** A decision by a key of which no more is known. */
        public TurnResumed(
                ActionId action,
                Resolution resolution,
                @Nullable String output,
                boolean failed,
                @Nullable String reason,
                KeyId key) {
            this(action, resolution, output, failed, reason, new Decider(key, null, null), null);
        }

        /** A decision whose output, if it has one, is a success. */
        public TurnResumed(
                ActionId action, Resolution resolution, @Nullable String output, @Nullable String reason, KeyId key) {
            this(action, resolution, output, false, reason, key);
        }
    }

    /**
     * A decision on an approval.
     *
     * @param digest of the call as it was shown
     * @param arguments those that take the place of the model's own; null if they stay
     * @param resultFollows whether the action, which is approved, waits for the result of its caller's function now
     */
    record Ruling(
            ApprovalId approval,
            CallDigest digest,
            @Nullable String arguments,
            boolean resultFollows) {}

    /** Nobody decided on an action for so long. */
    record ApprovalExpired(ActionId action, ApprovalId approval, Duration waited) implements Change {}

    /** The text in this range of events is void: the model was asked again and answered otherwise. */
    record TurnRecovered(long supersededFrom, long supersededTo) implements Change {}

    /** A turn is over. */
    sealed interface TurnEnd extends Change {

        TurnCost cost();
    }

    /**
     * The turn ended well.
     *
     * @param step the last answer; null if an earlier event holds it
     * @param openCalls the calls of the caller's functions that the turn leaves to the caller
     */
    record TurnCompleted(
            @Nullable ModelStep step,
            String text,
            List<ToolCall> openCalls,
            TurnCost cost,
            @Nullable ActionId rejected) implements TurnEnd {

        public TurnCompleted {
            openCalls = List.copyOf(openCalls);
        }
    }

    record TurnFailed(String error, FailureCause cause, TurnCost cost) implements TurnEnd {}

    record TurnCancelled(String reason, TurnCost cost) implements TurnEnd {

        /** The reason of a turn that ended with its session's time. */
        public static final String SESSION_EXPIRED = "session expired";
    }

    /**
     * The state between two turns, so that opening the session need not read what came before. It is written together with
     * the end of the turn before it.
     *
     * @param revision the number of facts, this one included
     * @param metadataSequence the number of the event that set the present metadata
     */
    record TurnCheckpointed(int turnNumber, long revision, long totalCostMicros, long metadataSequence)
            implements Change {}

    /** No fact, but what a reader sees on the way to the next one. States do not depend on it. */
    sealed interface Progress extends Event {}

    /** A piece of the model's answer. */
    record TextAdded(String delta) implements Progress {}

    /** A piece of what the model thought before it answered. */
    record ThinkingAdded(String delta) implements Progress {}

    /** What a turn's calls of the model used and cost, the latter in millionths of a dollar. */
    record TurnCost(TokenUsage usage, long micros) {

        public static final TurnCost NONE = new TurnCost(TokenUsage.NONE, 0);

        public TurnCost plus(ModelStep step) {
            return plus(new TurnCost(step.usage(), step.costMicros()));
        }

        public TurnCost plus(TurnCost more) {
            return new TurnCost(usage.plus(more.usage), micros + more.micros);
        }
    }

    /** Who runs a tool. */
    enum Runner {
        SERVER,
        CALLER
    }

    enum PauseReason {
        APPROVAL_REQUIRED,
        RESULT_REQUIRED,
        EFFECT_IN_DOUBT
    }

    /** What was decided on an action. */
    enum Resolution {
        APPROVED,
        REJECTED,
        /** It needed no approval, and its result came. */
        ANSWERED
    }

    enum FailureCause {
        MODEL,
        LIMIT,
        INTERRUPTED,
        INTERNAL
    }

    /** Why a session ended. */
    enum EndCause {
        IDLE,
        MAX_AGE,
        CALLER
    }
}
