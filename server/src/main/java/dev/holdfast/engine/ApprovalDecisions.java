package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ApprovalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which events follow from decisions on approvals, and from the lack of them. */
final class ApprovalDecisions {

    /** What a model is told of a call whose result did not come while it was waited for. */
    static final String NO_RESULT_IN_TIME = "No result came in time. The call may have had its effect.";

    private ApprovalDecisions() {}

    /** None if the approval is not pending: what became of it is in the log already. */
    static List<Event> decide(Living session, TurnCommand.Decide decide) {
        Turn turn = session.turn();
        Optional<PendingAction> pending = pending(turn, decide.approval());
        if (turn == null || pending.isEmpty()) {
            return List.of();
        }
        PendingAction action = pending.get();
        if (turn.overdue(decide.now()).contains(action)) {
            return giveUp(turn, decide.now());
        }
        requireDigest(action.call(), decide.digest());
        Settling settling = new Settling(turn);
        return switch (decide.verdict()) {
            case Verdict.Allow allow -> {
                settling.allowed(action, allow, decide.by());
                yield settling.events();
            }
            case Verdict.Reject reject -> reject(turn, action, reject.reason(), decide.by());
        };
    }

    /** A rejection ends the turn. */
    static List<Event> reject(Turn turn, PendingAction action, @Nullable String reason, Decider by) {
        Settling settling = new Settling(turn);
        settling.rejected(action, reason, by);
        List<Event> events = new ArrayList<>(settling.settled());
        events.add(new TurnCompleted(
                null, turn.text(), List.of(), turn.cost(), action.call().id()));
        return events;
    }

    /** Tells the model of whatever has been waited for long enough. */
    static List<Event> giveUp(@Nullable Turn turn, Instant now) {
        List<PendingAction> overdue = turn == null ? List.of() : turn.overdue(now);
        if (turn == null || overdue.isEmpty()) {
            return List.of();
        }
        Duration waited = turn.request().patience().approvals();
        Settling settling = new Settling(turn);
        for (PendingAction action : overdue) {
            ApprovalId approval = action.approval();
            if (approval == null) {
                settling.givenUp(action, NO_RESULT_IN_TIME);
            } else {
                settling.expired(new ApprovalExpired(action.call().id(), approval, Objects.requireNonNull(waited)));
            }
        }
        return settling.events();
    }

    /** Nobody approves what was not shown. */
    static void requireDigest(ToolCall call, CallDigest digest) {
        if (!digest.equals(CallDigest.of(call))) {
            throw new HoldfastException(
                    Reason.DIGEST_MISMATCH,
                    "The digest is not that of the call: its tool or arguments are not those that were shown. Read the"
                            + " approval again, and decide on what it shows.",
                    Map.of("action_id", call.id().toString()));
        }
    }

    private static Optional<PendingAction> pending(@Nullable Turn turn, ApprovalId approval) {
        return turn == null || turn.running()
                ? Optional.empty()
                : turn.pending().stream()
                        .filter(action -> approval.equals(action.approval()))
                        .findFirst();
    }
}
