package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
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
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The two functions that a session is made of. {@link #apply} is what an event does to the state; {@link #decide} is
 * which events answer a command, or a refusal. Neither reads a clock or does any I/O.
 */
public final class SessionEngine {

    private SessionEngine() {}

    public static SessionState apply(SessionState state, RecordedEvent recorded) {
        return switch (recorded.event()) {
            case SessionCreated created -> born(state, created, recorded.at());
            case SessionMetadataUpdated updated -> {
                Living before = living(state, recorded);
                yield new Living(
                        before.settings(),
                        updated.metadata(),
                        before.status(),
                        before.createdAt(),
                        recorded.at(),
                        before.lastActivityAt(),
                        before.revision() + 1);
            }
            case SessionCompleted ignored -> {
                Living before = living(state, recorded);
                yield new Living(
                        before.settings(),
                        before.metadata(),
                        SessionStatus.COMPLETED,
                        before.createdAt(),
                        recorded.at(),
                        before.lastActivityAt(),
                        before.revision() + 1);
            }
            case SessionDeleted ignored -> {
                living(state, recorded);
                yield new Gone();
            }
            case TurnStarted _,
                    ModelCallRetried _,
                    ToolCallStarted _,
                    ToolCallExecuting _,
                    ToolCallCompleted _,
                    ToolCallInDoubt _,
                    TurnPaused _,
                    TurnResumed _,
                    TurnRecovered _,
                    TurnCompleted _,
                    TurnFailed _,
                    TurnCancelled _,
                    TurnCheckpointed _,
                    Progress _ -> throw new IllegalStateException("No session takes turns: " + recorded);
        };
    }

    public static List<Event> decide(SessionState state, SessionCommand command) {
        return switch (command) {
            case SessionCommand.Create create -> create(state, create);
            case SessionCommand.UpdateMetadata update -> updateMetadata(state, update);
            case SessionCommand.Delete delete -> {
                require(state, delete.tenant());
                yield List.of(new SessionDeleted(EndCause.CALLER));
            }
            case SessionCommand.Settle settle -> settle(state, settle.now());
        };
    }

    private static SessionState born(SessionState state, SessionCreated created, Instant at) {
        if (!(state instanceof Unborn)) {
            throw new IllegalStateException("A session is created once, by its first event; it was " + state);
        }
        return new Living(created.settings(), created.metadata(), SessionStatus.ACTIVE, at, at, at, 1);
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
        Instant due = living.dueAt();
        if (due == null || now.isBefore(due)) {
            return List.of();
        }
        EndCause cause = due.equals(living.maxAgeAt()) ? EndCause.MAX_AGE : EndCause.IDLE;
        return switch (living.settings().lifetime().end()) {
            case COMPLETE -> List.of(new SessionCompleted(cause));
            case DESTROY -> List.of(new SessionDeleted(cause));
        };
    }

    private static Living require(SessionState state, TenantId tenant) {
        if (state instanceof Living living && living.belongsTo(tenant)) {
            return living;
        }
        throw sessionNotFound();
    }

    /** The one answer for a session that never was, is no more, or belongs to somebody else. */
    public static HoldfastException sessionNotFound() {
        return new HoldfastException(
                Reason.SESSION_NOT_FOUND,
                "Session not found. It may have been deleted, or the id may be another tenant's or mistyped.");
    }
}
