package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Ledger;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Metadata;
import dev.holdfast.engine.SessionState.Times;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Change;
import dev.holdfast.event.Event.EndCause;
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
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two functions that a session is made of. {@link #apply} is what an event does to the state; {@link #decide} is
 * which events answer a command, or a refusal. Neither reads a clock or does any I/O.
 */
public final class SessionEngine {

    private SessionEngine() {}

    /** How many turns lie between two checkpoints. */
    static final int TURNS_PER_CHECKPOINT = 50;

    public static SessionState apply(SessionState state, RecordedEvent recorded) {
        return switch (recorded.event()) {
            case SessionCreated created -> born(state, created, recorded.at());
            case SessionDeleted _ -> {
                living(state, recorded);
                yield new Gone();
            }
            case Progress _ -> living(state, recorded);
            case Change change -> changed(living(state, recorded), recorded, change);
        };
    }

    private static Living changed(Living session, RecordedEvent recorded, Change change) {
        Instant at = recorded.at();
        Living counted =
                session.with(session.ledger().fact()).with(session.times().updated(at));
        return switch (change) {
            case SessionMetadataUpdated updated -> counted.with(new Metadata(updated.metadata(), recorded.sequence()));
            case SessionCompleted _ -> counted.ended();
            case TurnStarted started ->
                counted.with(counted.ledger().turn(started.turnNumber()))
                        .with(counted.times().active(at))
                        .with(TurnEngine.begin(recorded, started));
            case ModelCallRetried retried ->
                counted.with(turn(session, recorded).retried(retried.retry()).spent(retried.spent()));
            case ToolCallStarted started -> counted.with(TurnEngine.call(turn(session, recorded), started));
            case ToolCallExecuting executing -> counted.with(TurnEngine.execute(turn(session, recorded), executing));
            case ToolCallCompleted completed ->
                counted.with(TurnEngine.complete(turn(session, recorded), completed, at));
            case ToolCallInDoubt doubt -> counted.with(TurnEngine.doubt(turn(session, recorded), doubt));
            // Until here the server was at work: the time that the turn waits begins now.
            case TurnPaused paused ->
                counted.with(counted.times().active(at))
                        .with(turn(session, recorded).paused(paused.reason(), at));
            case TurnResumed resumed ->
                counted.with(counted.times().active(at)).with(TurnEngine.resume(turn(session, recorded), resumed, at));
            case ApprovalExpired expired -> counted.with(TurnEngine.expire(turn(session, recorded), expired, at));
            case TurnRecovered _ -> counted.with(turn(session, recorded));
            case TurnEnd end -> over(counted, recorded, end.cost());
            case TurnCheckpointed checkpoint -> restored(counted, checkpoint, at);
        };
    }

    private static Living over(Living session, RecordedEvent recorded, TurnCost cost) {
        turn(session, recorded);
        return session.with(session.ledger().cost(cost.micros()))
                .with(session.times().responded(recorded.at()))
                .with((Turn) null);
    }

    /** Whatever came before, this is the state now: a checkpoint is written together with the end of a turn. */
    private static Living restored(Living session, TurnCheckpointed checkpoint, Instant at) {
        if (session.turn() != null
                || checkpoint.metadataSequence() != session.notes().sequence()) {
            throw new IllegalStateException("A checkpoint does not fit what was read before it: " + checkpoint);
        }
        return session.with(new Ledger(checkpoint.revision(), checkpoint.turnNumber(), checkpoint.totalCostMicros()))
                .with(session.times().responded(at));
    }

    private static Turn turn(Living session, RecordedEvent recorded) {
        Turn turn = session.turn();
        if (turn == null) {
            throw new IllegalStateException("Event " + recorded.sequence() + " needs a turn that has not ended");
        }
        return turn;
    }

    public static List<Event> decide(SessionState state, SessionCommand command) {
        List<Event> events = switch (command) {
            case SessionCommand.Create create -> create(state, create);
            case SessionCommand.UpdateMetadata update -> updateMetadata(state, update);
            case SessionCommand.Delete delete ->
                ended(require(state, delete.tenant()), "session deleted", new SessionDeleted(EndCause.CALLER));
            case SessionCommand.DeleteIfIdle delete ->
                require(state, delete.tenant()).turn() == null
                        ? List.of(new SessionDeleted(EndCause.CALLER))
                        : List.of();
            case SessionCommand.Settle settle -> settle(state, settle.now());
            case TurnCommand turn -> TurnDecisions.decide(require(state, turn.tenant()), turn);
            case WorkerReport report -> ReportDecisions.decide(reported(state), report);
        };
        return state instanceof Living living ? withCheckpoint(living, events) : events;
    }

    /** Ends what is open before the session itself ends. */
    private static List<Event> ended(Living session, String reason, Event end) {
        Turn turn = session.turn();
        return turn == null ? List.of(end) : List.of(TurnDecisions.cancelled(turn, reason), end);
    }

    private static List<Event> withCheckpoint(Living session, List<Event> events) {
        Turn turn = session.turn();
        if (turn == null || turn.number() % TURNS_PER_CHECKPOINT != 0) {
            return events;
        }
        List<Event> checked = new ArrayList<>();
        for (Event event : events) {
            checked.add(event);
            if (event instanceof TurnEnd end) {
                checked.add(new TurnCheckpointed(
                        turn.number(),
                        session.revision() + checked.size() + 1,
                        session.ledger().costMicros() + end.cost().micros(),
                        session.notes().sequence()));
            }
        }
        return checked;
    }

    private static Living reported(SessionState state) {
        if (state instanceof Living living) {
            return living;
        }
        throw new IllegalStateException("A worker reports on a session that is " + state);
    }

    private static SessionState born(SessionState state, SessionCreated created, Instant at) {
        if (!(state instanceof Unborn)) {
            throw new IllegalStateException("A session is created once, by its first event; it was " + state);
        }
        return new Living(
                created.settings(),
                new Metadata(created.metadata(), 0),
                Times.born(at),
                new Ledger(1, 0, 0),
                false,
                null);
    }

    private static Living living(SessionState state, RecordedEvent recorded) {
        if (state instanceof Living living) {
            return living;
        }
        throw new IllegalStateException(
                "Event " + recorded.sequence() + " needs a session that exists; it was " + state);
    }

    private static List<Event> create(SessionState state, SessionCommand.Create create) {
        if (!(state instanceof Unborn)) {
            throw new IllegalStateException("A new session's id is taken");
        }
        return List.of(new SessionCreated(create.settings(), create.metadata()));
    }

    private static List<Event> updateMetadata(SessionState state, SessionCommand.UpdateMetadata update) {
        Living living = require(state, update.tenant());
        Long expected = update.expectedRevision();
        if (expected != null && expected != living.revision()) {
            throw new HoldfastException(
                    Reason.REVISION_MOVED,
                    "The session is at revision " + living.revision() + ", not " + expected
                            + ". Read it again and decide anew.",
                    Map.of("revision", Long.toString(living.revision())));
        }
        return List.of(new SessionMetadataUpdated(update.metadata()));
    }

    private static List<Event> settle(SessionState state, Instant now) {
        if (!(state instanceof Living living)) {
            return List.of();
        }
        Instant end = living.endAt();
        if (end == null || now.isBefore(end)) {
            return ApprovalDecisions.giveUp(living.turn(), now);
        }
        EndCause cause = end.equals(living.maxAgeAt()) ? EndCause.MAX_AGE : EndCause.IDLE;
        return switch (living.settings().lifetime().end()) {
            case COMPLETE -> ended(living, TurnCancelled.SESSION_EXPIRED, new SessionCompleted(cause));
            case DESTROY -> ended(living, TurnCancelled.SESSION_EXPIRED, new SessionDeleted(cause));
        };
    }

    private static Living require(SessionState state, TenantId tenant) {
        if (state instanceof Living living && living.belongsTo(tenant)) {
            return living;
        }
        throw sessionNotFound();
    }

    /** Refuses a session that takes no turns. */
    public static void requireActive(SessionStatus status) {
        TurnDecisions.requireActive(status);
    }

    /** Refuses a decision on a call that is not the one that was shown. */
    public static void requireShown(ToolCall call, CallDigest shown) {
        ApprovalDecisions.requireDigest(call, shown);
    }

    /** Refuses a session in which nothing waits. */
    public static void requirePaused(SessionStatus status) {
        TurnDecisions.requirePaused(status);
    }

    /** The one answer for a session that never was, is no more, or belongs to somebody else. */
    public static HoldfastException sessionNotFound() {
        return new HoldfastException(
                Reason.SESSION_NOT_FOUND,
                "Session not found. It may have been deleted, or the id may be another tenant's or mistyped.");
    }
}
