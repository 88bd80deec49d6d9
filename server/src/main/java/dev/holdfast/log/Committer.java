package dev.holdfast.log;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.log.Outcome.Written;
import dev.holdfast.log.Settlement.Verdict;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.OwnConnection;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes logs. Whatever was queued while a commit was under way goes into the next one, so that many
 * sessions share the wait for the disk. No append is ever written a second time unless it is certain that
 * the first time came to nothing.
 */
final class Committer<S> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** Longer than a statement may take, so that only a dead connection is given up. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(7);

    private static final Duration HELD_PAUSE = Duration.ofMillis(5);
    private static final Duration OUTAGE_PAUSE = Duration.ofMillis(50);

    private final LogConfig config;
    private final NodeLease lease;
    private final AppendQueue<S> queue;
    private final OwnConnection connection;
    private final BatchWriter<S> writer;
    private final Thread thread;

    Committer(String name, Database database, Shape<S> shape, NodeLease lease, LogConfig config) {
        this.config = config;
        this.lease = lease;
        this.queue = new AppendQueue<>(config);
        this.connection = database.plannedConnection(CONNECTION_PATIENCE);
        this.writer = new BatchWriter<>(shape, lease, connection);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Returns when it is known what became of the append. */
    Outcome<S> append(PendingAppend<S> append) {
        if (!queue.put(append)) {
            return unavailable(null);
        }
        return append.await();
    }

    private void run() {
        try {
            List<PendingAppend<S>> batch = queue.take();
            while (!batch.isEmpty()) {
                commitOrFail(batch);
                batch = queue.take();
            }
        } catch (InterruptedException e) {
            LOG.error("interrupted; nothing is appended any more");
            Thread.currentThread().interrupt();
        } finally {
            queue.close().forEach(append -> append.complete(unavailable(null)));
        }
    }

    private void commitOrFail(List<PendingAppend<S>> batch) {
        try {
            commit(batch);
        } catch (RuntimeException e) {
            // A fault of ours must neither leave anybody waiting nor end the thread that everybody needs.
            LOG.error("a batch of {} appends failed", batch.size(), e);
            connection.drop();
            batch.forEach(append -> append.complete(new Outcome.Failed<>(
                    new IllegalStateException("The outcome of an append to " + append.session + " is unknown", e))));
        }
    }

    private void commit(List<PendingAppend<S>> batch) {
        if (!lease.held()) {
            batch.forEach(append -> append.complete(unavailable(null)));
            return;
        }
        switch (writer.attempt(batch)) {
            case Attempt.Committed<S> committed -> finish(batch, committed.written());
            case Attempt.Undone<S> undone -> tryAgain(batch, undone.failure());
            case Attempt.Refused<S> refused -> halve(batch, refused.failure());
            case Attempt.KeyTaken<S> taken -> {
                taken.append().complete(new Outcome.KeyTaken<>());
                commitUnlessEmpty(
                        batch.stream().filter(each -> each != taken.append()).toList());
            }
            case Attempt.InDoubt<S> doubt -> settle(batch, doubt);
        }
    }

    private void commitUnlessEmpty(List<PendingAppend<S>> batch) {
        if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    private void finish(List<PendingAppend<S>> batch, Map<PendingAppend<S>, Written<S>> written) {
        written.forEach(PendingAppend::complete);
        Map<SessionId, Opened<S>> newest = new HashMap<>();
        written.forEach((append, events) -> {
            if (events.opened() != null) {
                newest.put(append.session, events.opened());
            }
        });
        queue.takeOvertaken(newest).forEach(append -> append.complete(new Outcome.Moved<>()));
        List<PendingAppend<S>> missing =
                batch.stream().filter(append -> !written.containsKey(append)).toList();
        if (!missing.isEmpty()) {
            explain(missing);
        }
    }

    /** Appends that were not among the answers: their condition does not hold, or somebody held their head. */
    private void explain(List<PendingAppend<S>> missing) {
        Map<UUID, SessionHeadRecord> heads;
        try {
            heads = HeadCheck.heads(connection.sql(), missing);
            connection.jdbc().rollback();
        } catch (SQLException | HoldfastException e) {
            connection.drop();
            tryAgain(missing, e);
            return;
        }
        for (PendingAppend<S> append : missing) {
            Optional<Outcome<S>> outcome = HeadCheck.outcome(append, heads.get(append.session.value()));
            if (outcome.isPresent()) {
                append.complete(outcome.get());
            } else if (append.olderThan(config.headPatience())) {
                append.complete(new Outcome.Failed<>(EventLog.contended()));
            } else {
                queue.putBack(append, HELD_PAUSE);
            }
        }
    }

    private void tryAgain(List<PendingAppend<S>> batch, Exception failure) {
        // From behind, so that they come back in their order.
        for (PendingAppend<S> append : batch.reversed()) {
            if (append.olderThan(config.outagePatience())) {
                append.complete(unavailable(failure));
            } else {
                queue.putBack(append, OUTAGE_PAUSE);
            }
        }
    }

    /** Finds the one that cannot be written, so that it fails alone. */
    private void halve(List<PendingAppend<S>> batch, Exception failure) {
        if (batch.size() > 1) {
            int half = batch.size() / 2;
            commit(batch.subList(0, half));
            commit(batch.subList(half, batch.size()));
            return;
        }
        PendingAppend<S> culprit = batch.getFirst();
        LOG.error("an append to {} cannot be written", culprit.session, failure);
        culprit.complete(new Outcome.Failed<>(
                new IllegalStateException("What was to be appended to " + culprit.session + " is refused", failure)));
    }

    private void settle(List<PendingAppend<S>> batch, Attempt.InDoubt<S> doubt) {
        LOG.warn("the connection was lost in a commit of {} appends", batch.size());
        if (doubt.written().isEmpty()) {
            explain(batch);
            return;
        }
        switch (verdict(doubt)) {
            case COMMITTED -> finish(batch, doubt.written());
            case UNDONE -> batch.reversed().forEach(append -> queue.putBack(append, Duration.ZERO));
            case UNKNOWN -> {
                LOG.error("it stays unknown whether {} appends were committed", batch.size());
                batch.forEach(append -> append.complete(unavailable(null)));
            }
        }
    }

    private Verdict verdict(Attempt.InDoubt<S> doubt) {
        long deadline = System.nanoTime() + config.settlePatience().toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                connection.jdbc().setAutoCommit(false);
                Verdict verdict = Settlement.find(connection.sql(), doubt.places());
                connection.jdbc().rollback();
                return verdict;
            } catch (SQLException | HoldfastException e) {
                connection.drop();
                LOG.warn("whether a batch was committed cannot be read yet: {}", e.getMessage());
                LockSupport.parkNanos(OUTAGE_PAUSE.toNanos());
            }
        }
        return Verdict.UNKNOWN;
    }

    private static <S> Outcome<S> unavailable(@Nullable Exception cause) {
        return new Outcome.Failed<>(new HoldfastException(
                Reason.DATABASE_UNAVAILABLE,
                "The database does not answer at the moment; try again.",
                Map.of(),
                cause));
    }

    /** Commits what it has begun and refuses what is queued. */
    @Override
    public void close() {
        queue.close().forEach(append -> append.complete(unavailable(null)));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
