package dev.holdfast.log;

import dev.holdfast.log.PendingAppend.Basis;
import dev.holdfast.node.NodeLease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs {@link AppendStatement} on a batch: its appends and events as the arrays of their columns. */
final class AppendRows {

    /** Where an append begins: the number before its first event, and the turn that runs after it. */
    record Place(long base, int turnNumber) {}

    private AppendRows() {}

    /** Writes those appends whose condition holds, and whose head is free, and tells where each of them begins. */
    static <S> Map<PendingAppend<S>, Place> write(Connection connection, List<PendingAppend<S>> batch, NodeLease lease)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AppendStatement.SQL)) {
            int events = AppendStatement.APPENDS.bind(statement, 1, appends(batch, lease));
            AppendStatement.EVENT_ROWS.bind(statement, events, events(batch));
            Map<PendingAppend<S>, Place> places = new LinkedHashMap<>();
            try (ResultSet moved = statement.executeQuery()) {
                while (moved.next()) {
                    places.put(batch.get(moved.getInt(1)), new Place(moved.getLong(2), moved.getInt(3)));
                }
            }
            return places;
        }
    }

    private static <S> List<@Nullable Object[]> appends(List<PendingAppend<S>> batch, NodeLease lease) {
        List<@Nullable Object[]> rows = new ArrayList<>(batch.size());
        for (PendingAppend<S> append : batch) {
            Basis<S> basis = append.basis;
            HeadChange head = basis == null ? HeadChange.NONE : basis.head();
            boolean claimed = head.owner() == HeadChange.Owner.THIS_NODE;
            rows.add(new @Nullable Object[] {
                rows.size(),
                append.session.value(),
                append.fence,
                basis == null ? null : basis.known().revision(),
                append.rows.size(),
                append.facts,
                append.id,
                append.at,
                head.raised(),
                claimed ? lease.id().value() : null,
                claimed ? lease.epoch() : null,
                head.turnNumber(),
                head.checkpoint(),
                head.deletedAt()
            });
        }
        return rows;
    }

    private static <S> List<@Nullable Object[]> events(List<PendingAppend<S>> batch) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int entry = 0; entry < batch.size(); entry++) {
            PendingAppend<S> append = batch.get(entry);
            for (int nth = 0; nth < append.rows.size(); nth++) {
                EncodedEvent event = append.rows.get(nth);
                // Progress belongs to the turn that the head names.
                Integer turnNumber = append.basis == null
                        ? null
                        : append.basis.expected().get(nth).turnNumber();
                rows.add(new @Nullable Object[] {entry, nth + 1, turnNumber, event.kind(), event.payload()});
            }
        }
        return rows;
    }
}
