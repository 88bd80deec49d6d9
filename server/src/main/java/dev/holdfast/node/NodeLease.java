package dev.holdfast.node;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.OwnConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's right to run sessions and to append. It ends by itself unless the node keeps beating, and the node knows
 * of its end earlier than anybody else: it reckons from before the beat was sent, and a margin less.
 */
public final class NodeLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

    private final NodeId id;
    private final NodeConfig config;
    private final Database database;
    private final OwnConnection connection;
    private final long epoch;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private volatile long deadline;
    private volatile boolean superseded;
    private volatile boolean alone;

    private NodeLease(NodeId id, NodeConfig config, Database database) {
        this.id = id;
        this.config = config;
        this.database = database;
        this.connection = database.ownConnection(config.beatInterval());
        long sent = System.nanoTime();
        this.epoch = NodeStore.begin(connection.sql(), id, config.lease());
        this.deadline = deadline(sent);
        this.thread = Thread.ofPlatform().name("node-beat").daemon().unstarted(this::run);
    }

    /** Begins a new epoch of the node whose home this is, and keeps it alive until it is closed. */
    public static NodeLease take(Database database, Path home, NodeConfig config) {
        NodeLease lease = new NodeLease(NodeFile.readOrMake(home), config, database);
        lease.thread.start();
        return lease;
    }

    public NodeId id() {
        return id;
    }

    public long epoch() {
        return epoch;
    }

    /** Whether this node may append and run sessions at this moment. */
    public boolean held() {
        return !superseded && System.nanoTime() - deadline < 0;
    }

    /** Refuses unless the lease is held. */
    public void requireHeld() {
        if (!held()) {
            throw new HoldfastException(
                    Reason.DATABASE_UNAVAILABLE, "This server has lost touch with its database; try again.");
        }
    }

    /** Whether no other node was alive at the last beat. */
    public boolean alone() {
        return alone;
    }

    /** Sessions that should run and whose owner is gone: dead, or an earlier start of a node, of this one as well. */
    public List<OwnedSession> orphans() {
        return NodeStore.orphans(database.sql());
    }

    /** Sessions that this start of the node owns. */
    public List<OwnedSession> owned() {
        return NodeStore.owned(database.sql(), id, epoch);
    }

    private void run() {
        try {
            do {
                beat();
            } while (!superseded && !stopped.await(config.beatInterval().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.error("node {} was interrupted and beats no more", id);
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        long sent = System.nanoTime();
        try {
            OptionalLong others = NodeStore.beat(connection.sql(), id, epoch, config.lease());
            if (others.isEmpty()) {
                superseded = true;
                LOG.error("node {} has been started elsewhere: two servers have the same home, or a copy of it", id);
                return;
            }
            alone = others.getAsLong() == 0;
            deadline = deadline(sent);
        } catch (HoldfastException e) {
            connection.drop();
            LOG.warn("node {} could not beat: {}", id, e.sentence());
        } catch (RuntimeException e) {
            // The next beat may go well, and without one this server is of no use to anybody.
            connection.drop();
            LOG.error("node {} could not beat", id, e);
        }
    }

    private long deadline(long sent) {
        Duration mine = config.lease().minus(config.margin());
        return sent + mine.toNanos();
    }

    /** Ends the lease at once, so that others need not wait to take over. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
            if (!superseded) {
                NodeStore.end(connection.sql(), id, epoch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (HoldfastException e) {
            LOG.warn("node {} could not give back its lease: {}", id, e.sentence());
        } finally {
            connection.close();
        }
    }
}
