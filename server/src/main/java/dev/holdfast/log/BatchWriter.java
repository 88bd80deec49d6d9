package dev.holdfast.log;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.AppendRows.Place;
import dev.holdfast.log.IdempotencyKeys.Begun;
import dev.holdfast.log.Outcome.Written;
import dev.holdfast.log.PendingAppend.Basis;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.OwnConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Writes a batch in one transaction: the events and heads, and what follows from the facts among them. */
final class BatchWriter<S> {

    private final Shape<S> shape;
    private final NodeLease lease;
    private final OwnConnection connection;

    BatchWriter(Shape<S> shape, NodeLease lease, OwnConnection connection) {
        this.shape = shape;
        this.lease = lease;
        this.connection = connection;
    }

    Attempt<S> attempt(List<PendingAppend<S>> batch) {
        Map<PendingAppend<S>, Place> places;
        Map<PendingAppend<S>, Written<S>> written = new LinkedHashMap<>();
        Connection jdbc;
        try {
            jdbc = connection.jdbc();
            jdbc.setAutoCommit(false);
            places = AppendRows.write(jdbc, batch, lease);
            places.forEach((append, place) -> written.put(append, written(append, place)));
            Optional<PendingAppend<S>> robbed = writeWhatFollows(written, places);
            if (robbed.isPresent()) {
                rollBack();
                return new Attempt.KeyTaken<>(robbed.get());
            }
        } catch (SQLException | RuntimeException e) {
            return undo(e);
        }
        return commit(jdbc, places, written);
    }

    private Attempt<S> commit(
            Connection jdbc, Map<PendingAppend<S>, Place> places, Map<PendingAppend<S>, Written<S>> written) {
        try {
            jdbc.commit();
            return new Attempt.Committed<>(written);
        } catch (SQLException e) {
            if (SqlFailure.of(e) == SqlFailure.LOST) {
                connection.drop();
                return new Attempt.InDoubt<>(places, written);
            }
            return undo(e);
        }
    }

    private Attempt<S> undo(Exception failure) {
        return switch (SqlFailure.of(failure)) {
            case REFUSED -> {
                rollBack();
                yield new Attempt.Refused<>(failure);
            }
            case UNDONE -> {
                rollBack();
                yield new Attempt.Undone<>(failure);
            }
            case LOST -> {
                // No commit was sent, so the database undoes it when it notices.
                connection.drop();
                yield new Attempt.Undone<>(failure);
            }
        };
    }

    private void rollBack() {
        try {
            connection.jdbc().rollback();
        } catch (SQLException | HoldfastException e) {
            connection.drop();
        }
    }

    /** The projections and idempotency keys of the facts; tells whose key was taken, if one was. */
    private Optional<PendingAppend<S>> writeWhatFollows(
            Map<PendingAppend<S>, Written<S>> written, Map<PendingAppend<S>, Place> places) {
        List<Change<S>> changes = changes(written);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        DSLContext transaction = connection.sql();
        // Keys are waited for, so that all nodes must take them in one order.
        List<Claiming<S>> claims = new ArrayList<>();
        places.forEach((append, place) -> {
            if (append.basis != null && append.basis.claim() != null) {
                claims.add(new Claiming<>(append, append.basis.claim(), place));
            }
        });
        claims.sort(Comparator.comparing(claiming -> claiming.claim().request(), IdempotentRequest.IN_ORDER));
        for (Claiming<S> claiming : claims) {
            if (!claiming.write(transaction)) {
                return Optional.of(claiming.append());
            }
        }
        for (Projection<S> projection : shape.projections()) {
            projection.write(transaction, changes);
        }
        return Optional.empty();
    }

    private List<Change<S>> changes(Map<PendingAppend<S>, Written<S>> written) {
        List<Change<S>> changes = new ArrayList<>();
        written.forEach((append, events) -> {
            Basis<S> basis = append.basis;
            if (basis != null && events.opened() != null) {
                changes.add(new Change<>(
                        append.session,
                        basis.known().state(),
                        events.events().stream()
                                .filter(event -> !(event.event() instanceof Progress))
                                .toList(),
                        events.opened().state()));
            }
        });
        return changes;
    }

    /** The events in the places that the database gave them. */
    private Written<S> written(PendingAppend<S> append, Place place) {
        Basis<S> basis = append.basis;
        if (basis == null) {
            return new Written<>(Numbering.record(append.events, place.base(), place.turnNumber(), append.at), null);
        }
        Opened<S> known = basis.known();
        if (place.base() == known.lastSequence()) {
            return written(append, basis, basis.expected(), basis.after());
        }
        // Progress came between, which changes nothing but the numbers.
        List<RecordedEvent> events = Numbering.record(append.events, place.base(), known.turnNumber(), append.at);
        return written(append, basis, events, shape.fold().from(known.state(), events));
    }

    private static <S> Written<S> written(
            PendingAppend<S> append, Basis<S> basis, List<RecordedEvent> events, S after) {
        Opened<S> known = basis.known();
        Opened<S> opened = new Opened<>(
                append.session,
                after,
                known.fence() + basis.head().raised(),
                known.revision() + append.facts,
                events.getLast().sequence(),
                events.getLast().turnNumber());
        return new Written<>(events, opened);
    }

    private record Claiming<S>(PendingAppend<S> append, KeyClaim claim, Place place) {

        boolean write(DSLContext transaction) {
            Begun begun = new Begun(append.session, place.turnNumber(), place.base() + 1);
            return IdempotencyKeys.claim(transaction, claim, begun, append.at);
        }
    }
}
