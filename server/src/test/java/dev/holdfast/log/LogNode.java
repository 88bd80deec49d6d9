package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** A node that does nothing but write logs: a lease and an {@link EventLog} that folds to a {@link Tally}. */
record LogNode(NodeLease lease, EventLog<Tally> log) implements AutoCloseable {

    static final Shape<Tally> SHAPE = new Shape<>(Tally.FOLD, List.of());

    static LogNode start(Database database, Path home) {
        return start(database, home, SHAPE, LogConfig.DEFAULT);
    }

    static LogNode start(Database database, Path home, Shape<Tally> shape, LogConfig config) {
        NodeLease lease = NodeLease.take(database, home, NodeConfig.DEFAULT);
        return new LogNode(lease, EventLog.start(database, shape, lease, InstantSource.system(), config));
    }

    /** A new session with its event 0. */
    SessionId create() {
        SessionId session = new SessionId(UUID.randomUUID());
        log.create(() -> session, state -> List.of(TestEvents.created()), null, Admission.FREE);
        return session;
    }

    /** A new session that runs its first turn, owned by this node. */
    Opened<Tally> createRunning() {
        return log.append(create(), state -> List.of(TestEvents.started(1))).opened();
    }

    @Override
    public void close() {
        log.close();
        lease.close();
    }
}
