package dev.holdfast.approval;

import static dev.holdfast.storage.schema.Tables.APPROVALS;
import static dev.holdfast.storage.schema.Tables.EVENTS;

import dev.holdfast.engine.Approval;
import dev.holdfast.engine.Approval.Closing;
import dev.holdfast.engine.ApprovalFold;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.Turn;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Change;
import dev.holdfast.log.EventCodec;
import dev.holdfast.log.Projection;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.schema.tables.records.ApprovalsRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The rows in which approvals are found without their sessions. Commits in which nobody waits write nothing. */
public final class ApprovalProjection implements Projection<SessionState> {

    @Override
    public void write(DSLContext transaction, List<Change<SessionState>> changes) {
        ApprovalRowStore rows = new ApprovalRowStore();
        for (Change<SessionState> change : changes) {
            change.facts().forEach(fact -> add(change, fact, rows));
        }
        rows.write(transaction);
    }

    private static void add(Change<SessionState> change, RecordedEvent fact, ApprovalRowStore rows) {
        SessionId session = change.session();
        Instant at = fact.at();
        switch (fact.event()) {
            case TurnPaused paused -> begin(change, paused, fact, rows);
            case TurnResumed resumed -> {
                Ruling ruling = resumed.ruling();
                if (ruling != null) {
                    rows.close(session, ruling.approval(), Closing.of(resumed, ruling, at));
                }
            }
            case ApprovalExpired expired -> rows.close(session, expired.approval(), Closing.of(expired, at));
            case TurnEnd end -> pending(change.before()).forEach(id -> rows.close(session, id, Closing.of(end, at)));
            case SessionDeleted _ -> rows.remove(session);
            case Event.SessionCreated _,
                    Event.SessionMetadataUpdated _,
                    Event.SessionCompleted _,
                    Event.TurnStarted _,
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

    private static void begin(
            Change<SessionState> change, TurnPaused paused, RecordedEvent fact, ApprovalRowStore rows) {
        if (!(change.after() instanceof Living living) || living.turn() == null) {
            throw new IllegalStateException("A turn that waits is the session's: " + change.session());
        }
        for (PendingAction action : paused.actions()) {
            Approval begun = ApprovalFold.begun(
                    action, fact.turnNumber(), living.turn().request().patience(), fact.at());
            if (begun != null) {
                rows.begin(living.settings().tenant(), change.session(), begun);
            }
        }
    }

    private static List<ApprovalId> pending(SessionState state) {
        Turn turn = state instanceof Living living ? living.turn() : null;
        return turn == null || turn.running()
                ? List.of()
                : turn.pending().stream()
                        .map(PendingAction::approval)
                        .filter(Objects::nonNull)
                        .toList();
    }

    @Override
    public List<String> differences(DSLContext snapshot, SessionId session, SessionState state) {
        if (!(state instanceof Living living)) {
            return List.of();
        }
        ApprovalFold fold = new ApprovalFold();
        snapshot.selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EventCodec.IS_FACT)
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode)
                .forEach(fold::add);
        List<ApprovalsRecord> found = snapshot.selectFrom(APPROVALS)
                .where(APPROVALS.SESSION_ID.eq(session.value()))
                .fetch();
        if (found.size() != fold.approvals().size()) {
            return List.of("approvals has " + found.size() + " rows, and the log has "
                    + fold.approvals().size() + " approvals");
        }
        List<String> differences = new ArrayList<>();
        for (Approval approval : fold.approvals()) {
            ApprovalsRecord wanted = ApprovalRowStore.row(living.settings().tenant(), session, approval);
            ApprovalsRecord row = find(found, wanted);
            for (Field<?> column : ApprovalRowStore.COLUMNS) {
                if (row == null || !Objects.deepEquals(wanted.get(column), row.get(column))) {
                    differences.add("approvals." + column.getName() + " of " + approval.id()
                            + " is not what the events amount to");
                }
            }
        }
        return differences;
    }

    private static @Nullable ApprovalsRecord find(List<ApprovalsRecord> rows, ApprovalsRecord wanted) {
        return rows.stream()
                .filter(row -> row.getActionId().equals(wanted.getActionId())
                        && row.getAttempt().equals(wanted.getAttempt()))
                .findFirst()
                .orElse(null);
    }
}
