package dev.holdfast.turn;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.TURNS;

import dev.holdfast.engine.SessionState;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.ModelCallRetried;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.SessionCompleted;
import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallExecuting;
import dev.holdfast.event.Event.ToolCallInDoubt;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Change;
import dev.holdfast.log.EventCodec;
import dev.holdfast.log.Projection;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.schema.tables.records.TurnsRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;

/** The row by which a turn is found in its session's log. */
public final class TurnProjection implements Projection<SessionState> {

    @Override
    public void write(DSLContext transaction, List<Change<SessionState>> changes) {
        TurnRowStore rows = new TurnRowStore();
        for (Change<SessionState> change : changes) {
            change.facts().forEach(fact -> add(change.session(), fact, rows));
        }
        rows.write(transaction);
    }

    private static void add(SessionId session, RecordedEvent fact, TurnRowStore rows) {
        switch (fact.event()) {
            case TurnStarted _ -> rows.insert(started(session, fact));
            case TurnPaused _ -> rows.move(session, fact.turnNumber(), "waiting");
            // A pause that goes on is written behind the decision, in the same append; a result may have been given up.
            case TurnResumed _, ToolCallCompleted _, ApprovalExpired _ ->
                rows.move(session, fact.turnNumber(), "running");
            case TurnEnd end -> rows.end(session, ended(new TurnsRecord(), fact, end));
            case SessionDeleted _ -> rows.delete(session);
            case SessionCreated _,
                    SessionMetadataUpdated _,
                    SessionCompleted _,
                    ModelCallRetried _,
                    ToolCallStarted _,
                    ToolCallExecuting _,
                    ToolCallInDoubt _,
                    TurnRecovered _,
                    TurnCheckpointed _,
                    Progress _ -> {}
        }
    }

    private static TurnsRecord started(SessionId session, RecordedEvent fact) {
        TurnsRecord row = new TurnsRecord();
        row.setSessionId(session.value());
        row.setTurnNumber(fact.turnNumber());
        row.setState("running");
        row.setFirstSequence(fact.sequence());
        row.setInputTokens(0L);
        row.setOutputTokens(0L);
        row.setCostMicros(0L);
        row.setStartedAt(fact.at());
        return row;
    }

    private static TurnsRecord ended(TurnsRecord row, RecordedEvent fact, TurnEnd end) {
        row.setState(
                switch (end) {
                    case TurnCompleted _ -> "completed";
                    case TurnFailed _ -> "failed";
                    case TurnCancelled _ -> "cancelled";
                });
        row.setTurnNumber(fact.turnNumber());
        row.setLastSequence(fact.sequence());
        row.setInputTokens(end.cost().usage().inputTokens());
        row.setOutputTokens(end.cost().usage().outputTokens());
        row.setCostMicros(end.cost().micros());
        row.setEndedAt(fact.at());
        return row;
    }

    @Override
    public List<String> differences(DSLContext snapshot, SessionId session, SessionState state) {
        Map<Integer, TurnsRecord> wanted = new HashMap<>();
        snapshot.selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EventCodec.IS_FACT)
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode)
                .forEach(fact -> apply(session, fact, wanted));
        List<TurnsRecord> found = snapshot.selectFrom(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .orderBy(TURNS.TURN_NUMBER)
                .fetch();
        if (found.size() != wanted.size()) {
            return List.of("turns has " + found.size() + " rows, and the log has " + wanted.size() + " turns");
        }
        List<String> differences = new ArrayList<>();
        for (TurnsRecord row : found) {
            for (Field<?> column : TURNS.fields()) {
                TurnsRecord other = wanted.get(row.getTurnNumber());
                if (other == null || !Objects.equals(other.get(column), row.get(column))) {
                    differences.add("turns." + column.getName() + " of turn " + row.getTurnNumber()
                            + " is not what the events amount to");
                }
            }
        }
        return differences;
    }

    private static void apply(SessionId session, RecordedEvent fact, Map<Integer, TurnsRecord> rows) {
        int number = fact.turnNumber();
        switch (fact.event()) {
            case TurnStarted _ -> rows.put(number, started(session, fact));
            case TurnPaused _ -> require(rows, number).setState("waiting");
            case TurnResumed _, ToolCallCompleted _, ApprovalExpired _ ->
                require(rows, number).setState("running");
            case TurnEnd end -> ended(require(rows, number), fact, end);
            case SessionCreated _,
                    SessionMetadataUpdated _,
                    SessionCompleted _,
                    SessionDeleted _,
                    ModelCallRetried _,
                    ToolCallStarted _,
                    ToolCallExecuting _,
                    ToolCallInDoubt _,
                    TurnRecovered _,
                    TurnCheckpointed _,
                    Progress _ -> {}
        }
    }

    private static TurnsRecord require(Map<Integer, TurnsRecord> rows, int number) {
        TurnsRecord row = rows.get(number);
        if (row == null) {
            throw new IllegalStateException("Turn " + number + " goes on and has not begun");
        }
        return row;
    }
}
