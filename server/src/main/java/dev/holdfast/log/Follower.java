package dev.holdfast.log;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery.Delivered;
import dev.holdfast.log.Delivery.Ended;
import dev.holdfast.log.Delivery.Quiet;
import dev.holdfast.name.SessionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one session, which gets every event after its cursor once and in order. It only ever delivers the number
 * after its cursor; whatever else it is told is a hint to read the table. So hints may be lost, late or in disorder.
 *
 * <p>One thread asks for events; any thread may close it. What it holds is bounded: a page, and a few events that were
 * handed over as they were committed. If nobody asks, it takes no more.
 */
public final class Follower implements AutoCloseable {

    /** So many events are taken as they come; what comes then is read when they are delivered. */
    private static final int MAX_READY = 64;

    private static final Duration OUTAGE_PAUSE = Duration.ofMillis(100);

    private static final long BEFORE_THE_FIRST = -1;

    /** Nobody has looked yet how far the log goes. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Feed feed;
    private final SessionId session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hint = lock.newCondition();

    /** The next events, without a gap; the last of them is number {@code tail}. */
    private final Deque<RecordedEvent> ready = new ArrayDeque<>();

    private long tail;
    private long known = UNKNOWN;
    private boolean ended;
    private @Nullable Long failingSince;
    private long retryAt;

    Follower(Feed feed, SessionId session, long afterSequence) {
        this.feed = feed;
        this.session = session;
        this.tail = Math.max(BEFORE_THE_FIRST, afterSequence);
    }

    /** Begins with events that were just appended, which need not be read. */
    Follower(Feed feed, SessionId session, List<RecordedEvent> begun) {
        this(feed, session, begun.getFirst().sequence() - 1);
        begun.forEach(this::add);
    }

    public SessionId session() {
        return session;
    }

    /** Takes what is at hand of a turn that has just begun; all that is committed later is told. */
    void begin(Beginnings beginnings) {
        lock.lock();
        try {
            beginnings.after(session, tail).ifPresent(found -> {
                found.events().forEach(this::add);
                known = found.tail();
            });
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next event. */
    public Delivery next() throws InterruptedException {
        return next(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Waits so long for the next event; for streams that have to show signs of life. */
    public Delivery next(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Delivery> delivery = await(deadline);
            if (delivery.isPresent()) {
                return delivery.get();
            }
            read();
        }
    }

    /** Waits for something to deliver, or to read: then it is empty. */
    private Optional<Delivery> await(long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                RecordedEvent event = ready.poll();
                if (event != null) {
                    ended |= event.event() instanceof SessionDeleted;
                    return Optional.of(new Delivered(event));
                }
                if (ended) {
                    return Optional.of(new Ended());
                }
                long now = System.nanoTime();
                long untilRead = known <= tail ? Long.MAX_VALUE : failingSince == null ? 0 : retryAt - now;
                if (untilRead <= 0) {
                    return Optional.empty();
                }
                if (deadline - now <= 0) {
                    return Optional.of(new Quiet());
                }
                hint.awaitNanos(Math.min(deadline - now, untilRead));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads a page. The lock is not held meanwhile, so that nobody who has a hint to give waits for the database. */
    private void read() {
        long after;
        long knownBefore;
        lock.lock();
        try {
            after = tail;
            knownBefore = known;
            // Hints that come while it is read are about what the page may lack.
            known = tail;
        } finally {
            lock.unlock();
        }
        FeedPages.Page page;
        try {
            page = feed.read(() -> feed.pages().after(session, after));
        } catch (HoldfastException e) {
            retry(knownBefore, e);
            return;
        }
        lock.lock();
        try {
            failingSince = null;
            page.events().forEach(this::add);
            Long last = page.last();
            if (last != null) {
                known = Math.max(known, last);
            } else if (!page.events().isEmpty()) {
                // Of what was deleted there may be more; nobody will say so.
                known = UNKNOWN;
            } else {
                ended |= ready.isEmpty();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The database may only be restarting; for so long its readers wait. */
    private void retry(long knownBefore, HoldfastException failure) {
        lock.lock();
        try {
            known = Math.max(known, knownBefore);
            long now = System.nanoTime();
            if (failingSince == null) {
                failingSince = now;
            }
            retryAt = now + OUTAGE_PAUSE.toNanos();
            boolean tooLong = now - failingSince > feed.config().readPatience().toNanos();
            if (failure.reason() != Reason.DATABASE_UNAVAILABLE || tooLong) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(RecordedEvent event) {
        if (event.sequence() == tail + 1 && !ended) {
            ready.add(event);
            tail++;
        }
    }

    /** Takes events that were just committed, as far as they are the next ones and there is room. */
    void offer(List<RecordedEvent> events) {
        lock.lock();
        try {
            for (RecordedEvent event : events) {
                if (ready.size() < MAX_READY) {
                    add(event);
                }
            }
            known = Math.max(known, events.getLast().sequence());
            hint.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Learns how far the log goes. */
    void reach(long sequence) {
        lock.lock();
        try {
            known = Math.max(known, sequence);
            hint.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Learns that something happened, and not what. */
    void look() {
        reach(UNKNOWN);
    }

    /** How many events are in memory. */
    int held() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the deliveries, also the one that is being waited for. */
    @Override
    public void close() {
        feed.leave(this);
        lock.lock();
        try {
            ended = true;
            ready.clear();
            hint.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
