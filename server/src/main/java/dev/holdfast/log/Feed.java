package dev.holdfast.log;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the readers of sessions what happens to them. What this node commits is told at once; what others commit is found
 * by reading the heads of the sessions that are followed, all of them with one statement. A session that nobody follows
 * costs nothing.
 */
public final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** While no other node is alive there is nothing to find, but one may just have started. */
    private static final Duration ALONE_INTERVAL = Duration.ofSeconds(1);

    private static final int HEADS_PER_STATEMENT = 1_000;

    /** Larger appends are not handed over but read by each follower when its turn comes. */
    private static final long MAX_HANDED_OVER_BYTES = 16 << 10;

    /** All readers together use no more connections, so that however many there are, whoever writes finds one. */
    private static final int READS_AT_ONCE = 4;

    private final Semaphore places = new Semaphore(READS_AT_ONCE, true);
    private final FeedPages pages;
    private final Beginnings beginnings = new Beginnings();
    private final NodeLease lease;
    private final LogConfig config;
    private final Map<SessionId, Set<Follower>> followers = new ConcurrentHashMap<>();
    private final Semaphore followed = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("feed").daemon().unstarted(this::run);

    Feed(Database database, NodeLease lease, LogConfig config) {
        this.pages = new FeedPages(database);
        this.lease = lease;
        this.config = config;
    }

    void start() {
        thread.start();
    }

    /**
     * Follows a session from the event after this number on. Of a session that is not there, or no more, the follower gets
     * what can still be read and then its end.
     */
    public Follower follow(SessionId session, long afterSequence) {
        return follow(new Follower(this, session, afterSequence));
    }

    /** Follows a session from events on that were just appended. */
    public Follower follow(SessionId session, List<RecordedEvent> begun) {
        return follow(new Follower(this, session, begun));
    }

    private Follower follow(Follower follower) {
        SessionId session = follower.session();
        followers.compute(session, (id, present) -> {
            Set<Follower> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(follower);
            return all;
        });
        // Only now, since from now on it is told what is committed.
        follower.begin(beginnings);
        followed.release();
        return follower;
    }

    void leave(Follower follower) {
        followers.computeIfPresent(follower.session(), (id, all) -> {
            all.remove(follower);
            return all.isEmpty() ? null : all;
        });
    }

    /** Tells a session's followers what was just committed here, and who runs the session since. */
    void committed(SessionId session, List<RecordedEvent> events, long bytes, HeadChange.Owner owner) {
        beginnings.committed(session, events, bytes, owner);
        Set<Follower> all = followers.get(session);
        if (all == null) {
            return;
        }
        for (Follower follower : all) {
            if (bytes <= MAX_HANDED_OVER_BYTES) {
                follower.offer(events);
            } else {
                follower.reach(events.getLast().sequence());
            }
        }
    }

    FeedPages pages() {
        return pages;
    }

    /** Reads for a reader, when it is its turn. */
    public <T> T read(Supplier<T> reading) {
        places.acquireUninterruptibly();
        try {
            return reading.get();
        } finally {
            places.release();
        }
    }

    LogConfig config() {
        return config;
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                if (followers.isEmpty()) {
                    followed.acquire();
                    followed.drainPermits();
                } else if (!stopped.await(interval().toNanos(), TimeUnit.NANOSECONDS)) {
                    poll();
                }
            }
        } catch (InterruptedException e) {
            LOG.error("interrupted; what other nodes append is seen late from now on");
            Thread.currentThread().interrupt();
        }
    }

    private Duration interval() {
        boolean slowly = lease.alone() && config.pollInterval().compareTo(ALONE_INTERVAL) < 0;
        return slowly ? ALONE_INTERVAL : config.pollInterval();
    }

    private void poll() {
        List<SessionId> sessions = List.copyOf(followers.keySet());
        try {
            for (int from = 0; from < sessions.size(); from += HEADS_PER_STATEMENT) {
                poll(sessions.subList(from, Math.min(sessions.size(), from + HEADS_PER_STATEMENT)));
            }
        } catch (HoldfastException e) {
            LOG.warn("what other nodes append cannot be read: {}", e.sentence());
        } catch (RuntimeException e) {
            // One look that fails must not end them for every reader.
            LOG.error("what other nodes append cannot be read", e);
        }
    }

    private void poll(List<SessionId> sessions) {
        List<UUID> ids = new ArrayList<>(sessions.size());
        sessions.forEach(session -> ids.add(session.value()));
        Map<UUID, Long> last = pages.lastSequences(ids);
        for (SessionId session : sessions) {
            Long sequence = last.get(session.value());
            for (Follower follower : followers.getOrDefault(session, Set.of())) {
                if (sequence == null) {
                    follower.look();
                } else {
                    follower.reach(sequence);
                }
            }
        }
    }

    /** Ends all followers. */
    @Override
    public void close() {
        stopped.countDown();
        followed.release();
        followers.values().forEach(all -> all.forEach(Follower::close));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
