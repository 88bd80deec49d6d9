package dev.holdfast.engine;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.name.ApprovalId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's approvals, from its facts. One begins with the first pause that names it. */
public final class ApprovalFold {

    private final Map<ApprovalId, Approval> approvals = new LinkedHashMap<>();
    private Patience patience = Patience.UNBOUNDED;

    public List<Approval> approvals() {
        return List.copyOf(approvals.values());
    }

    public void add(RecordedEvent recorded) {
        Instant at = recorded.at();
        switch (recorded.event()) {
            case Event.TurnStarted started -> patience = started.request().patience();
            case Event.TurnPaused paused ->
                paused.actions().forEach(action -> requested(action, recorded.turnNumber(), at));
            case Event.TurnResumed resumed -> {
                Ruling ruling = resumed.ruling();
                if (ruling != null) {
                    close(ruling.approval(), Approval.Closing.of(resumed, ruling, at));
                }
            }
            case Event.ApprovalExpired expired -> close(expired.approval(), Approval.Closing.of(expired, at));
            case Event.TurnEnd end -> approvals.keySet().forEach(id -> close(id, Approval.Closing.of(end, at)));
            case Event.SessionCreated _,
                    Event.SessionMetadataUpdated _,
                    Event.SessionCompleted _,
                    Event.SessionDeleted _,
                    Event.ModelCallRetried _,
                    Event.ToolCallStarted _,
                    Event.ToolCallExecuting _,
                    Event.ToolCallCompleted _,
                    Event.ToolCallInDoubt _,
                    Event.TurnRecovered _,
                    Event.TurnCheckpointed _,
                    Event.Progress _ -> {}
        }
    }

    /** An approval as it begins; null if the action needs none. */
    public static @Nullable Approval begun(PendingAction action, int turnNumber, Patience patience, Instant at) {
        Duration limit = patience.approvals();
        return action.approval() == null
                ? null
                : new Approval(action.approval(), turnNumber, action, at, limit == null ? null : at.plus(limit), null);
    }

    private void requested(PendingAction action, int turnNumber, Instant at) {
        Approval begun = begun(action, turnNumber, patience, at);
        if (begun != null) {
            approvals.putIfAbsent(begun.id(), begun);
        }
    }

    /** What was closed stays as it was. */
    private void close(ApprovalId id, Approval.Closing closing) {
        approvals.computeIfPresent(
                id, (_, approval) -> approval.closing() == null ? approval.closed(closing) : approval);
    }
}
