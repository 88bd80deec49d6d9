package dev.holdfast.engine;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.name.ApprovalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that settle calls of a turn that waits. What it still waits for then is said again with them. */
final class Settling {

    private final Instant since;
    private final List<Event> events = new ArrayList<>();
    private Turn after;

    Settling(Turn waiting) {
        if (waiting.pause() == null) {
            throw new IllegalStateException("A turn that runs has nothing to be settled: " + waiting.number());
        }
        since = waiting.pause().since();
        after = waiting;
    }

    /** Somebody approved a call, or gave the result of one that nobody has to approve. */
    void approved(PendingAction action, TurnCommand.@Nullable Result result, Decider by) {
        resumed(new TurnResumed(
                action.call().id(),
                action.need() == Need.RESULT ? Resolution.ANSWERED : Resolution.APPROVED,
                result == null ? null : result.output(),
                result != null && result.failed(),
                null,
                by,
                ruling(action, null, false)));
    }

    /** Somebody allowed a call, maybe otherwise than it was asked for; a function of the caller's is the caller's to run. */
    void allowed(PendingAction action, Verdict.Allow allow, Decider by) {
        Verdict.Output output = allow.output();
        Runner runner = after.find(action.call().id()).orElseThrow().runner();
        String arguments = allow.argumentsInPlaceOf(action.call());
        resumed(new TurnResumed(
                action.call().id(),
                Resolution.APPROVED,
                output == null ? null : output.text(),
                output != null && output.failed(),
                null,
                by,
                ruling(action, arguments, output == null && runner == Runner.CALLER)));
    }

    void rejected(PendingAction action, @Nullable String reason, Decider by) {
        resumed(new TurnResumed(
                action.call().id(), Resolution.REJECTED, null, false, reason, by, ruling(action, null, false)));
    }

    void givenUp(PendingAction action, String sentence) {
        ToolCallCompleted none =
                new ToolCallCompleted(action.call().id(), action.call().tool(), sentence, true);
        events.add(none);
        after = TurnEngine.complete(after, none, since);
    }

    void expired(ApprovalExpired expired) {
        events.add(expired);
        after = TurnEngine.expire(after, expired, since);
    }

    private void resumed(TurnResumed resumed) {
        events.add(resumed);
        after = TurnEngine.resume(after, resumed, since);
    }

    private static @Nullable Ruling ruling(PendingAction action, @Nullable String arguments, boolean resultFollows) {
        ApprovalId approval = action.approval();
        return approval == null ? null : new Ruling(approval, CallDigest.of(action.call()), arguments, resultFollows);
    }

    /** What was settled, for a turn that ends with it. */
    List<Event> settled() {
        return events;
    }

    /** What was settled, and what the turn still waits for. */
    List<Event> events() {
        if (!events.isEmpty() && !after.pending().isEmpty()) {
            events.add(TurnDecisions.pause(after.pending()));
        }
        return events;
    }
}
