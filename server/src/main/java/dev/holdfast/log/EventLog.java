package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.IdSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The log of every session. Events get their numbers here, without holes or repeats, and nothing is visible before it is
 * committed together with the projections that follow from it.
 */
public final class EventLog<S> {

    /** Each failed attempt means that another writer succeeded, so this many writers may meet on one session. */
    private static final int MAX_ATTEMPTS = 64;

    /** What happens before the first turn belongs to none. */
    private static final int NO_TURN = 0;

    private final Database database;
    private final Fold<S> fold;
    private final List<Projection<S>> projections;
    private final InstantSource clock;
    private final IdSource ids;

    public EventLog(
            Database database, Fold<S> fold, List<Projection<S>> projections, InstantSource clock, IdSource ids) {
        this.database = database;
        this.fold = fold;
        this.projections = List.copyOf(projections);
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Begins a session's log with the events that the decision makes of nothing. If the request repeats an earlier one,
     * nothing is written and the answer is the earlier one's session. An id that is taken is passed over.
     */
    public Creation<S> create(Supplier<SessionId> freshIds, Decision<S> decision, @Nullable IdempotentRequest request) {
        List<Event> events = decision.decide(fold.initial());
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            SessionId fresh = freshIds.get();
            Optional<Creation<S>> creation =
                    database.transaction(transaction -> begin(transaction, fresh, events, request));
            if (creation.isPresent()) {
                return creation.get();
            }
        }
        throw new IllegalStateException("So many fresh ids cannot all be taken");
    }

    private Optional<Creation<S>> begin(
            DSLContext transaction, SessionId session, List<Event> events, @Nullable IdempotentRequest request) {
        List<RecordedEvent> recorded = record(events, 0, now());
        int begun = transaction
                .insertInto(SESSION_HEAD)
                .set(SESSION_HEAD.SESSION_ID, session.value())
                .set(SESSION_HEAD.FENCE, 0L)
                .set(SESSION_HEAD.LAST_SEQUENCE, recorded.size() - 1L)
                .set(SESSION_HEAD.REVISION, (long) recorded.size())
                .set(SESSION_HEAD.LAST_APPEND, ids.next())
                .onConflictDoNothing()
                .execute();
        if (begun == 0) {
            return Optional.empty();
        }
        if (request != null) {
            Optional<SessionId> earlier = IdempotencyKeys.claim(transaction, request, session, recorded);
            if (earlier.isPresent()) {
                transaction
                        .deleteFrom(SESSION_HEAD)
                        .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                        .execute();
                return Optional.of(new Creation.Repeated<>(earlier.get()));
            }
        }
        S state = fold.of(recorded);
        write(transaction, session, recorded, state);
        return Optional.of(new Creation.Begun<>(session, state));
    }

    /**
     * Appends what the decision makes of the session's present state. If somebody else appends in between, the decision
     * is asked again with the newer state; so what is written always follows from what it was decided on.
     */
    public Appended<S> append(SessionId session, Decision<S> decision) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Opened<S> opened = open(session);
            List<Event> events = decision.decide(opened.state());
            if (events.isEmpty()) {
                return new Appended<>(opened.state(), opened.lastSequence());
            }
            Optional<Appended<S>> appended = appendTo(session, opened, events);
            if (appended.isPresent()) {
                return appended.get();
            }
        }
        throw new HoldfastException(
                Reason.SESSION_CONTENDED, "Too many requests are changing this session at once. Try again shortly.");
    }

    private Opened<S> open(SessionId session) {
        DSLContext sql = database.sql();
        var head = sql.selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .and(SESSION_HEAD.DELETED_AT.isNull())
                .fetchOne();
        if (head == null) {
            return new Opened<>(fold.initial(), 0, 0, -1);
        }
        // Events up to the head's number are final; what is appended meanwhile is found by the check on the revision.
        List<RecordedEvent> events = sql.selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.le(head.getLastSequence()))
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode);
        return new Opened<>(fold.of(events), head.getFence(), head.getRevision(), head.getLastSequence());
    }

    private Optional<Appended<S>> appendTo(SessionId session, Opened<S> opened, List<Event> events) {
        return database.transaction(transaction -> {
            Instant now = now();
            List<RecordedEvent> recorded = record(events, opened.lastSequence() + 1, now);
            long lastSequence = opened.lastSequence() + recorded.size();
            boolean deletes = events.getLast() instanceof SessionDeleted;
            int moved = transaction
                    .update(SESSION_HEAD)
                    .set(SESSION_HEAD.LAST_SEQUENCE, lastSequence)
                    .set(SESSION_HEAD.REVISION, opened.revision() + recorded.size())
                    .set(SESSION_HEAD.LAST_APPEND, ids.next())
                    .set(SESSION_HEAD.DELETED_AT, deletes ? now : null)
                    .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                    .and(SESSION_HEAD.FENCE.eq(opened.fence()))
                    .and(SESSION_HEAD.REVISION.eq(opened.revision()))
                    .execute();
            if (moved == 0) {
                return Optional.empty();
            }
            S state = fold.from(opened.state(), recorded);
            write(transaction, session, recorded, state);
            return Optional.of(new Appended<>(state, lastSequence));
        });
    }

    private void write(DSLContext transaction, SessionId session, List<RecordedEvent> recorded, S state) {
        for (RecordedEvent event : recorded) {
            transaction
                    .insertInto(EVENTS)
                    .set(EventCodec.encode(session, event))
                    .execute();
        }
        for (Projection<S> projection : projections) {
            projection.write(transaction, session, state);
        }
    }

    private static List<RecordedEvent> record(List<Event> events, long firstSequence, Instant at) {
        List<RecordedEvent> recorded = new ArrayList<>(events.size());
        for (Event event : events) {
            recorded.add(new RecordedEvent(firstSequence + recorded.size(), NO_TURN, at, event));
        }
        return recorded;
    }

    /** Times are kept to the millisecond, so that what is shown first is what the database gives back later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private record Opened<S>(S state, long fence, long revision, long lastSequence) {}
}
