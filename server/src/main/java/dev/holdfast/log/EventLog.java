package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.IdempotencyKeys.Begun;
import dev.holdfast.log.PendingAppend.Basis;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of every session. Events get their numbers here, without holes or repeats, and nothing is visible before it is
 * committed together with the projections that follow from it. Calls block until that is so.
 */
public final class EventLog<S> implements AutoCloseable {

    /** Each failed attempt means that another writer succeeded, so this many writers may meet on one session. */
    private static final int MAX_ATTEMPTS = 64;

    private final Database database;
    private final Shape<S> shape;
    private final NodeLease lease;
    private final InstantSource clock;
    private final LogReader<S> reader;
    private final SessionBirth<S> birth;
    private final Committers<S> committers;
    private final Feed feed;
    private final RecentSessions<S> recent;
    private final CommitNews<S> news;

    private EventLog(Database database, Shape<S> shape, NodeLease lease, InstantSource clock, LogConfig config) {
        this.database = database;
        this.shape = shape;
        this.lease = lease;
        this.clock = clock;
        this.reader = new LogReader<>(database, shape.fold());
        this.birth = new SessionBirth<>(database, shape, lease, this::now);
        this.committers = new Committers<>(database, shape, lease, config);
        this.feed = new Feed(database, lease, config);
        this.recent = new RecentSessions<>(shape.fold().memorable());
        this.news = new CommitNews<>(feed, recent);
    }

    public static <S> EventLog<S> start(
            Database database, Shape<S> shape, NodeLease lease, InstantSource clock, LogConfig config) {
        EventLog<S> log = new EventLog<>(database, shape, lease, clock, config);
        log.committers.start();
        log.feed.start();
        return log;
    }

    /**
     * Begins a session's log with the events that the decision makes of nothing. If the request repeats an earlier one,
     * nothing is written and the answer is the earlier one's session, admitted or not. An id that is taken is passed over.
     */
    public Creation<S> create(
            Supplier<SessionId> freshIds,
            Decision<S> decision,
            @Nullable IdempotentRequest request,
            Admission admission) {
        Creation<S> creation = birth.create(freshIds, decision, request, admission);
        if (creation instanceof Creation.Begun<S> begun) {
            recent.saw(begun.opened());
        }
        return creation;
    }

    /** Tells this one, from now on, which sessions this node has to run. */
    public void runBy(Ownership<S> runner) {
        news.runBy(runner);
    }

    /** Tells this one, from now on, what this node appends. */
    public void heardBy(CommitListener other) {
        news.heardBy(other);
    }

    /** Where readers follow what is appended, by this node and by others. */
    public Feed feed() {
        return feed;
    }

    /** The session as this node saw it last, if it did lately; what follows from it has to be seen to hold by an append. */
    public Optional<Opened<S>> recent(SessionId session) {
        return recent.find(session);
    }

    /** The session as its log says it is now. Deltas are not read, however many there are. */
    public Opened<S> open(SessionId session) {
        Opened<S> opened = reader.open(session);
        recent.saw(opened);
        return opened;
    }

    /**
     * Appends what the decision makes of the session's present state. If somebody else appends in between, the decision
     * is asked again with the newer state; so what is written always follows from what it was decided on.
     */
    public Appended<S> append(SessionId session, Decision<S> decision) {
        Optional<Appended<S>> atOnce = recent.find(session).flatMap(seen -> appendTo(seen, decision, null));
        if (atOnce.isPresent()) {
            return atOnce.get();
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Opened<S> opened = open(session);
            switch (decide(opened, decision, null)) {
                case Outcome.Written<S> written -> {
                    return appended(written);
                }
                case Outcome.Failed<S> failed -> throw failed.failure();
                case Outcome.Moved<S> _, Outcome.Stale<S> _, Outcome.KeyTaken<S> _ -> {}
            }
        }
        throw contended();
    }

    /**
     * Appends what the decision makes of a state that is known already, and reads nothing unless somebody else has
     * appended a fact since. For the one who runs the session: if it has changed hands, this is refused.
     */
    public Appended<S> append(Opened<S> known, Decision<S> decision) {
        Opened<S> opened = known;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            switch (decide(opened, decision, null)) {
                case Outcome.Written<S> written -> {
                    return appended(written);
                }
                case Outcome.Failed<S> failed -> throw failed.failure();
                case Outcome.Stale<S> _ -> throw new StaleWriterException(known.session(), known.fence());
                case Outcome.Moved<S> _, Outcome.KeyTaken<S> _ -> {
                    opened = reopen(known);
                }
            }
        }
        throw contended();
    }

    /**
     * Appends once, however often it is asked: with an idempotency key that was used before, the answer says what the
     * first request wrote. The fingerprint tells repeats from other requests; whoever asks makes it of what was asked.
     */
    public Once<S> appendOnce(SessionId session, Decision<S> decision, IdempotentRequest request, String fingerprint) {
        KeyClaim claim = new KeyClaim(request, fingerprint);
        Optional<Appended<S>> atOnce = recent.find(session).flatMap(seen -> appendTo(seen, decision, claim));
        if (atOnce.isPresent()) {
            return new Once.Written<>(atOnce.get());
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Opened<S> opened = open(session);
            // After opening: a state that holds what the first request did must not be asked to decide again.
            Optional<Begun> earlier = IdempotencyKeys.find(database.sql(), claim, now());
            if (earlier.isPresent()) {
                return repeated(session, earlier.get());
            }
            switch (decide(opened, decision, claim)) {
                case Outcome.Written<S> written -> {
                    return new Once.Written<>(appended(written));
                }
                case Outcome.Failed<S> failed -> throw failed.failure();
                case Outcome.Moved<S> _, Outcome.Stale<S> _, Outcome.KeyTaken<S> _ -> {}
            }
        }
        throw contended();
    }

    private static <S> Once<S> repeated(SessionId session, Begun begun) {
        Integer turnNumber = begun.turnNumber();
        Long firstSequence = begun.firstSequence();
        if (turnNumber == null || firstSequence == null || !begun.session().equals(session)) {
            throw IdempotencyKeys.reused();
        }
        return new Once.Repeated<>(session, turnNumber, firstSequence);
    }

    /**
     * Appends what its readers see on the way to the next fact, on the condition that the session has not changed hands.
     * Returns the number of the last event.
     */
    public long appendProgress(SessionId session, long fence, List<? extends Progress> events) {
        return switch (write(new PendingAppend<>(session, fence, events, now(), null))) {
            case Outcome.Written<S> written -> written.events().getLast().sequence();
            case Outcome.Failed<S> failed -> throw failed.failure();
            case Outcome.Stale<S> _ -> throw new StaleWriterException(session, fence);
            case Outcome.Moved<S> _, Outcome.KeyTaken<S> _ ->
                throw new IllegalStateException("Progress depends on the fence alone");
        };
    }

    /**
     * Makes this node the owner of a session whose owner is gone. From then on nobody appends with an older fence; only
     * then is the log read.
     */
    public Opened<S> takeOver(SessionId session, long expectedFence) {
        lease.requireHeld();
        int taken = database.sql()
                .update(SESSION_HEAD)
                .set(SESSION_HEAD.FENCE, expectedFence + 1)
                .set(SESSION_HEAD.OWNER, lease.id().value())
                .set(SESSION_HEAD.OWNER_EPOCH, lease.epoch())
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .and(SESSION_HEAD.FENCE.eq(expectedFence))
                .and(SESSION_HEAD.DELETED_AT.isNull())
                .execute();
        if (taken == 0) {
            throw new StaleWriterException(session, expectedFence);
        }
        Opened<S> opened = open(session);
        if (opened.fence() != expectedFence + 1) {
            throw new StaleWriterException(session, expectedFence + 1);
        }
        return opened;
    }

    /** Reads a session again, for the one who runs it: if it has changed hands, this is refused. */
    public Opened<S> reopen(Opened<S> known) {
        Opened<S> opened = open(known.session());
        if (opened.lastSequence() < 0 || opened.fence() != known.fence()) {
            throw new StaleWriterException(known.session(), known.fence());
        }
        return opened;
    }

    /**
     * Appends to a session as it was seen last. Empty if it was another by now, and also if the decision was a refusal or
     * that nothing follows: what tells a caller so must be read.
     */
    private Optional<Appended<S>> appendTo(Opened<S> seen, Decision<S> decision, @Nullable KeyClaim claim) {
        List<Event> events;
        try {
            events = decision.decide(seen.state());
        } catch (HoldfastException _) {
            return Optional.empty();
        }
        if (events.isEmpty()) {
            return Optional.empty();
        }
        return switch (append(seen, events, claim)) {
            case Outcome.Written<S> written -> Optional.of(appended(written));
            case Outcome.Failed<S> failed -> throw failed.failure();
            case Outcome.Moved<S> _, Outcome.Stale<S> _, Outcome.KeyTaken<S> _ -> {
                recent.forget(seen.session());
                yield Optional.empty();
            }
        };
    }

    private Outcome<S> decide(Opened<S> opened, Decision<S> decision, @Nullable KeyClaim claim) {
        List<Event> events = decision.decide(opened.state());
        if (events.isEmpty()) {
            return new Outcome.Written<>(List.of(), opened);
        }
        return append(opened, events, claim);
    }

    private Outcome<S> append(Opened<S> opened, List<Event> events, @Nullable KeyClaim claim) {
        Fold<S> fold = shape.fold();
        Instant at = now();
        List<RecordedEvent> expected = Numbering.record(events, opened.lastSequence(), opened.turnNumber(), at);
        S after = fold.from(opened.state(), expected);
        HeadChange head = HeadChange.of(fold, opened.state(), expected, after);
        return write(new PendingAppend<>(
                opened.session(), opened.fence(), events, at, new Basis<>(opened, expected, after, head, claim)));
    }

    private Outcome<S> write(PendingAppend<S> append) {
        Outcome<S> outcome = committers.append(append);
        if (outcome instanceof Outcome.Written<S> written) {
            news.tell(append, written);
        }
        return outcome;
    }

    private static <S> Appended<S> appended(Outcome.Written<S> written) {
        if (written.opened() == null) {
            throw new IllegalStateException("An append of facts leads to a state");
        }
        return new Appended<>(written.opened(), written.events());
    }

    static HoldfastException contended() {
        return new HoldfastException(
                Reason.SESSION_CONTENDED, "Too many requests are changing this session at once. Try again shortly.");
    }

    /** Times are kept to the millisecond, so that what is shown first is what the database gives back later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Ends all followers, and finishes the commit that is under way; what is queued behind it is refused. */
    @Override
    public void close() {
        feed.close();
        committers.close();
    }
}
