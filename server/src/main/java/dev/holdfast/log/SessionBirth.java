package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;

import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.IdempotencyKeys.Begun;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Begins a session's log: head, first events and projections, in a transaction of its own. */
final class SessionBirth<S> {

    private static final long FIRST_FENCE = 0;
    private static final int MAX_ATTEMPTS = 64;

    private final Database database;
    private final Shape<S> shape;
    private final NodeLease lease;
    private final Supplier<Instant> clock;

    SessionBirth(Database database, Shape<S> shape, NodeLease lease, Supplier<Instant> clock) {
        this.database = database;
        this.shape = shape;
        this.lease = lease;
        this.clock = clock;
    }

    Creation<S> create(
            Supplier<SessionId> freshIds,
            Decision<S> decision,
            @Nullable IdempotentRequest request,
            Admission admission) {
        List<Event> events = decision.decide(shape.fold().initial());
        KeyClaim claim = request == null ? null : new KeyClaim(request, IdempotencyKeys.fingerprint(events));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Wanted wanted = new Wanted(freshIds.get(), events, clock.get(), claim);
            lease.requireHeld();
            Optional<Creation<S>> creation = database.transaction(transaction -> begin(transaction, wanted, admission));
            if (creation.isPresent()) {
                return creation.get();
            }
        }
        throw new IllegalStateException("So many fresh ids cannot all be taken");
    }

    /** What is to begin, under which id. */
    private record Wanted(
            SessionId session,
            List<Event> events,
            Instant at,
            @Nullable KeyClaim claim) {}

    /** Empty if the id is taken. */
    private Optional<Creation<S>> begin(DSLContext transaction, Wanted wanted, Admission admission) {
        SessionId session = wanted.session();
        KeyClaim claim = wanted.claim();
        Instant at = wanted.at();
        List<Event> events = wanted.events();
        if (!admission.admits(transaction)) {
            return Optional.of(claim == null ? new Creation.Refused<>() : repeatedOrRefused(transaction, claim, at));
        }
        List<RecordedEvent> recorded = Numbering.record(events, -1, Numbering.NO_TURN, at);
        if (insertHead(transaction, session, recorded) == 0) {
            return Optional.empty();
        }
        if (claim != null && !IdempotencyKeys.claim(transaction, claim, new Begun(session, null, null), at)) {
            transaction
                    .deleteFrom(SESSION_HEAD)
                    .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                    .execute();
            return Optional.of(new Creation.Repeated<>(earlier(transaction, claim, at)));
        }
        for (RecordedEvent event : recorded) {
            transaction
                    .insertInto(EVENTS)
                    .set(EventCodec.encode(session, event))
                    .execute();
        }
        S initial = shape.fold().initial();
        S state = shape.fold().from(initial, recorded);
        Change<S> change = new Change<>(session, initial, recorded, state);
        for (Projection<S> projection : shape.projections()) {
            projection.write(transaction, List.of(change));
        }
        return Optional.of(new Creation.Begun<>(
                new Opened<>(session, state, FIRST_FENCE, recorded.size(), recorded.size() - 1L, Numbering.NO_TURN)));
    }

    private static int insertHead(DSLContext transaction, SessionId session, List<RecordedEvent> recorded) {
        return transaction
                .insertInto(SESSION_HEAD)
                .set(SESSION_HEAD.SESSION_ID, session.value())
                .set(SESSION_HEAD.FENCE, FIRST_FENCE)
                .set(SESSION_HEAD.LAST_SEQUENCE, recorded.size() - 1L)
                .set(SESSION_HEAD.REVISION, (long) recorded.size())
                .set(SESSION_HEAD.LAST_APPEND, UUID.randomUUID())
                .onConflictDoNothing()
                .execute();
    }

    /** A repeat is not one more: what it asks for is there already. */
    private static <S> Creation<S> repeatedOrRefused(DSLContext transaction, KeyClaim claim, Instant at) {
        return IdempotencyKeys.find(transaction, claim, at).isPresent()
                ? new Creation.Repeated<>(earlier(transaction, claim, at))
                : new Creation.Refused<>();
    }

    private static SessionId earlier(DSLContext transaction, KeyClaim claim, Instant at) {
        return IdempotencyKeys.find(transaction, claim, at)
                .filter(begun -> begun.firstSequence() == null)
                .map(Begun::session)
                .orElseThrow(IdempotencyKeys::reused);
    }
}
