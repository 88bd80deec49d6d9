package dev.holdfast.log;

import dev.holdfast.log.PendingAppend.Basis;
import dev.holdfast.node.NodeLease;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
            Binding binding = new Binding(connection, statement);
            bindAppends(binding, batch, lease);
            bindEvents(binding, batch);
            Map<PendingAppend<S>, Place> places = new LinkedHashMap<>();
            try (ResultSet moved = statement.executeQuery()) {
                while (moved.next()) {
                    places.put(batch.get(moved.getInt(1)), new Place(moved.getLong(2), moved.getInt(3)));
                }
            }
            return places;
        }
    }

    private static <S> void bindAppends(Binding binding, List<PendingAppend<S>> batch, NodeLease lease)
            throws SQLException {
        int size = batch.size();
        Integer[] entry = new Integer[size];
        UUID[] session = new UUID[size];
        Long[] fence = new Long[size];
        @Nullable Long[] revision = new Long[size];
        Integer[] events = new Integer[size];
        Integer[] facts = new Integer[size];
        UUID[] id = new UUID[size];
        String[] createdAt = new String[size];
        Integer[] raised = new Integer[size];
        @Nullable UUID[] owner = new UUID[size];
        @Nullable Long[] ownerEpoch = new Long[size];
        @Nullable Integer[] turnNumber = new Integer[size];
        @Nullable Integer[] checkpoint = new Integer[size];
        @Nullable String[] deletedAt = new String[size];
        for (int at = 0; at < size; at++) {
            PendingAppend<S> append = batch.get(at);
            entry[at] = at;
            session[at] = append.session.value();
            fence[at] = append.fence;
            events[at] = append.rows.size();
            facts[at] = append.facts;
            id[at] = append.id;
            createdAt[at] = append.at.toString();
            raised[at] = 0;
            Basis<S> basis = append.basis;
            if (basis != null) {
                HeadChange head = basis.head();
                revision[at] = basis.known().revision();
                raised[at] = head.raised();
                turnNumber[at] = head.turnNumber();
                checkpoint[at] = head.checkpoint();
                deletedAt[at] =
                        head.deletedAt() == null ? null : head.deletedAt().toString();
                if (head.owner() == HeadChange.Owner.THIS_NODE) {
                    owner[at] = lease.id().value();
                    ownerEpoch[at] = lease.epoch();
                }
            }
        }
        binding.add("int4", entry);
        binding.add("uuid", session);
        binding.add("int8", fence);
        binding.add("int8", revision);
        binding.add("int4", events);
        binding.add("int4", facts);
        binding.add("uuid", id);
        binding.add("timestamptz", createdAt);
        binding.add("int4", raised);
        binding.add("uuid", owner);
        binding.add("int8", ownerEpoch);
        binding.add("int4", turnNumber);
        binding.add("int4", checkpoint);
        binding.add("timestamptz", deletedAt);
    }

    private static <S> void bindEvents(Binding binding, List<PendingAppend<S>> batch) throws SQLException {
        int size = batch.stream().mapToInt(append -> append.rows.size()).sum();
        Integer[] entry = new Integer[size];
        Integer[] place = new Integer[size];
        @Nullable Integer[] turnNumber = new Integer[size];
        Short[] kind = new Short[size];
        byte[][] payload = new byte[size][];
        int row = 0;
        for (int at = 0; at < batch.size(); at++) {
            PendingAppend<S> append = batch.get(at);
            for (int nth = 0; nth < append.rows.size(); nth++) {
                entry[row] = at;
                place[row] = nth + 1;
                // Progress belongs to the turn that the head names.
                turnNumber[row] = append.basis == null
                        ? null
                        : append.basis.expected().get(nth).turnNumber();
                kind[row] = append.rows.get(nth).kind();
                payload[row] = append.rows.get(nth).payload();
                row++;
            }
        }
        binding.add("int4", entry);
        binding.add("int4", place);
        binding.add("int4", turnNumber);
        binding.add("int2", kind);
        binding.add("bytea", payload);
    }

    /** Sets one parameter after the other, by the driver's own arrays. */
    private static final class Binding {

        private final Connection connection;
        private final PreparedStatement statement;
        private int last;

        Binding(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void add(String type, @Nullable Object[] elements) throws SQLException {
            Array array = connection.createArrayOf(type, elements);
            statement.setArray(++last, array);
        }
    }
}
