package dev.holdfast.turn;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.log.Appended;
import dev.holdfast.log.EventLog;
import dev.holdfast.log.Follower;
import dev.holdfast.log.IdempotentRequest;
import dev.holdfast.log.Once;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.session.Session;
import dev.holdfast.session.Sessions;
import dev.holdfast.turn.TurnStore.Range;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What callers ask of turns, the same for every API. Each call is durable when it returns; who runs the turns hears of it
 * from the log. A request looks its session up once, by {@link #session}, and hands it on.
 */
public final class Turns {

    /** What a page of several events may hold; one event may be larger. */
    private static final long MAX_PAGE_BYTES = 4 << 20;

    private final Sessions sessions;
    private final EventLog<SessionState> log;
    private final TurnStore store;
    private final ModelCatalogue models;
    private final TurnConfig config;

    public Turns(
            Sessions sessions, EventLog<SessionState> log, TurnStore store, ModelCatalogue models, TurnConfig config) {
        this.sessions = sessions;
        this.log = log;
        this.store = store;
        this.models = models;
        this.config = config;
    }

    /** The session as it is now; a refusal if the caller's tenant has none of this id. */
    public Session session(Caller caller, SessionId id) {
        return sessions.require(caller.tenant(), id);
    }

    /** Likewise, for a turn to begin in; it may be older, which shows when the turn begins. */
    public Session sessionToBeginIn(Caller caller, SessionId id) {
        return sessions.toBeginIn(caller.tenant(), id);
    }

    /** Refuses a model that a turn of this session cannot run on. */
    public void checkModel(Session session, @Nullable String asked) {
        TurnCheck.model(asked, session.settings(), models);
    }

    /** Begins a turn. With an idempotency key a repeat finds the turn of the first call. */
    public Stretch submit(Caller caller, Session session, TurnDraft draft, @Nullable String idempotencyKey) {
        TurnRequest request = TurnCheck.request(draft, session.settings(), models)
                .waitingForApprovals(config.approvalsExpireAfter().orElse(null));
        return resolve(
                caller, session.id(), new TurnCommand.Submit(caller.tenant(), caller.key(), request), idempotencyKey);
    }

    /** Approves an action, with results of it and of others; a digest says which call was shown. */
    public Stretch approve(
            Caller caller,
            Session session,
            ActionId action,
            List<TurnCommand.Result> results,
            @Nullable CallDigest digest,
            @Nullable String idempotencyKey) {
        var command =
                new TurnCommand.Approve(caller.tenant(), decider(caller), action, TurnCheck.results(results), digest);
        return resolve(caller, session.id(), command, idempotencyKey);
    }

    public Stretch submitResults(
            Caller caller, Session session, List<TurnCommand.Result> results, @Nullable String idempotencyKey) {
        var command = new TurnCommand.SubmitResults(caller.tenant(), decider(caller), TurnCheck.someResults(results));
        return resolve(caller, session.id(), command, idempotencyKey);
    }

    public Stretch reject(Caller caller, Session session, ActionId action, @Nullable String reason) {
        var command = new TurnCommand.Reject(caller.tenant(), decider(caller), action, TurnCheck.reason(reason));
        return resolve(caller, session.id(), command, null);
    }

    private static Decider decider(Caller caller) {
        return new Decider(caller.key(), caller.keyName(), null);
    }

    public Stretch cancel(Caller caller, Session session) {
        return resolve(caller, session.id(), new TurnCommand.Cancel(caller.tenant()), null);
    }

    /** Ends this turn and no later one; whether it was still there to be ended. */
    public boolean cancel(Caller caller, Session session, int turnNumber) {
        var command = new TurnCommand.CancelTurn(caller.tenant(), turnNumber);
        return !log.append(session.id(), state -> SessionEngine.decide(state, command))
                .events()
                .isEmpty();
    }

    /** When a turn ended, if it has. */
    public Optional<Instant> endedAt(Stretch turn) {
        return store.endedAt(turn.session(), turn.turnNumber());
    }

    /** Where a turn begins, if it has begun. */
    public Optional<Stretch> find(SessionId id, int turnNumber) {
        return turnNumber < 1
                ? Optional.empty()
                : store.range(id, turnNumber).map(range -> Stretch.earlier(id, turnNumber, range.first()));
    }

    /** What a page of a session's log holds: its events, and how many there are on all pages together. */
    public record EventPage(List<RecordedEvent> events, long total) {}

    /** A page of a session's log by its number, from 1; the creation is left out. */
    public EventPage page(Session session, @Nullable Integer turnNumber, long page, int size) {
        Range all = fromOne(range(session.id(), turnNumber));
        long first = all.first() + (page - 1) * size;
        Range asked = new Range(first, Math.min(all.last(), first + size - 1));
        requireOfUse(asked, store.payloadBytes(session.id(), asked));
        return new EventPage(store.events(session.id(), asked), all.size());
    }

    /** A page by its number cannot be cut, since the next one begins where its full length would end. */
    private static void requireOfUse(Range page, long bytes) {
        if (page.size() > 1 && bytes > MAX_PAGE_BYTES) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID,
                    "limit",
                    "These %d events are %,d bytes, and a page holds %,d. Ask for fewer with limit, or follow the session's stream."
                            .formatted(page.size(), bytes, MAX_PAGE_BYTES));
        }
    }

    /** So many events after a number, of one turn or of all. */
    public List<RecordedEvent> after(Session session, @Nullable Integer turnNumber, long sequence, int most) {
        Range all = range(session.id(), turnNumber);
        long first = Math.max(all.first(), Math.min(sequence, all.last()) + 1);
        return store.events(session.id(), new Range(first, Math.min(all.last(), first + most - 1)));
    }

    /** The facts of a turn up to a number. */
    public List<RecordedEvent> facts(SessionId id, int turnNumber, long until) {
        return log.feed().read(() -> store.facts(id, turnNumber, until));
    }

    /** The number of the event that ended a turn, if it has ended. */
    public OptionalLong end(SessionId id, int turnNumber) {
        return store.end(id, turnNumber);
    }

    /** Follows a session: every event after the number, and then what happens. Whoever follows closes it. */
    public Follower follow(Session session, long after) {
        return log.feed().follow(session.id(), after);
    }

    /** Follows a turn from where it began or went on. */
    public Follower follow(Stretch stretch) {
        return stretch.justBegun()
                ? log.feed().follow(stretch.session(), stretch.begun())
                : log.feed().follow(stretch.session(), stretch.firstSequence() - 1);
    }

    private Range range(SessionId id, @Nullable Integer turnNumber) {
        if (turnNumber == null) {
            return new Range(0, store.lastSequence(id));
        }
        return store.range(id, turnNumber).orElse(Range.NONE);
    }

    private static Range fromOne(Range range) {
        return new Range(Math.max(1, range.first()), range.last());
    }

    private Stretch resolve(Caller caller, SessionId id, TurnCommand command, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return stretch(id, log.append(id, state -> SessionEngine.decide(state, command)));
        }
        var request = new IdempotentRequest(caller.key(), idempotencyKey);
        Once<SessionState> once =
                log.appendOnce(id, state -> SessionEngine.decide(state, command), request, Fingerprint.of(id, command));
        return switch (once) {
            case Once.Written<SessionState> written -> stretch(id, written.appended());
            case Once.Repeated<SessionState> repeated ->
                Stretch.earlier(id, repeated.turnNumber(), repeated.firstSequence());
        };
    }

    private static Stretch stretch(SessionId id, Appended<SessionState> appended) {
        RecordedEvent first = appended.events().getFirst();
        return new Stretch(id, first.turnNumber(), first.sequence(), appended.events());
    }
}
