package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Appends that wait for the next commit. It is bounded: whoever comes when it is full waits until there is room. */
final class AppendQueue<S> {

    private final LogConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<PendingAppend<S>> waiting = new ArrayDeque<>();
    private int events;
    private boolean closed;

    AppendQueue(LogConfig config) {
        this.config = config;
    }

    /** Queues an append; false if the queue is closed. */
    boolean put(PendingAppend<S> append) {
        lock.lock();
        try {
            int size = append.rows.size();
            while (!closed && events > 0 && events + size > config.queuedEvents()) {
                room.awaitUninterruptibly();
            }
            if (!closed) {
                add(append);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Queues an append again, before all others, for when so much time has passed. */
    void putBack(PendingAppend<S> append, Duration pause) {
        append.pause(pause);
        lock.lock();
        try {
            waiting.addFirst(append);
            events += append.rows.size();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void add(PendingAppend<S> append) {
        waiting.addLast(append);
        events += append.rows.size();
        work.signal();
    }

    /** Waits for appends and takes as many as one commit carries, one of each session; none when the queue is closed. */
    List<PendingAppend<S>> take() throws InterruptedException {
        lock.lock();
        try {
            List<PendingAppend<S>> batch = takeReady();
            while (batch.isEmpty() && !closed) {
                work.await(nanosToWait(), TimeUnit.NANOSECONDS);
                batch = takeReady();
            }
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Until the first of those that wait may be tried; for ever if there is none. */
    private long nanosToWait() {
        return waiting.stream().mapToLong(PendingAppend::delay).min().orElse(Long.MAX_VALUE);
    }

    private List<PendingAppend<S>> takeReady() {
        List<PendingAppend<S>> batch = new ArrayList<>();
        Set<SessionId> sessions = new HashSet<>();
        int batchEvents = 0;
        long batchBytes = 0;
        for (Iterator<PendingAppend<S>> each = waiting.iterator(); each.hasNext(); ) {
            PendingAppend<S> append = each.next();
            batchEvents += append.rows.size();
            batchBytes += append.bytes;
            if (!batch.isEmpty() && (batchEvents > config.batchEvents() || batchBytes > config.batchBytes())) {
                break;
            }
            // A later append of the same session waits for the next commit, also behind one that is not ready.
            if (sessions.add(append.session) && append.delay() <= 0) {
                each.remove();
                events -= append.rows.size();
                batch.add(append);
            } else {
                batchEvents -= append.rows.size();
                batchBytes -= append.bytes;
            }
        }
        return batch;
    }

    /** Takes out the appends that rest on an older state of a session than this one: they cannot be written any more. */
    List<PendingAppend<S>> takeOvertaken(Map<SessionId, Opened<S>> newest) {
        lock.lock();
        try {
            List<PendingAppend<S>> overtaken = waiting.stream()
                    .filter(append -> overtaken(append, newest.get(append.session)))
                    .toList();
            if (!overtaken.isEmpty()) {
                waiting.removeAll(overtaken);
                events -= overtaken.stream()
                        .mapToInt(append -> append.rows.size())
                        .sum();
                room.signalAll();
            }
            return overtaken;
        } finally {
            lock.unlock();
        }
    }

    private static <S> boolean overtaken(PendingAppend<S> append, @Nullable Opened<S> newest) {
        return newest != null && append.basis != null && append.basis.known().revision() < newest.revision();
    }

    /** Takes no more appends and gives back those that were waiting. */
    List<PendingAppend<S>> close() {
        lock.lock();
        try {
            closed = true;
            List<PendingAppend<S>> left = List.copyOf(waiting);
            waiting.clear();
            events = 0;
            room.signalAll();
            work.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
