package dev.holdfast.agent;

import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a model says: the first words at once, and then what has come in an interval together, so that a fast model
 * costs no more commits than readers can tell apart. Words that wait for the database hold the model back.
 */
final class DeltaWriter {

    private static final int MAX_WAITING_CHARS = 64 * 1024;

    private final Consumer<List<Progress>> append;
    private final Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Progress> waiting = new ArrayList<>();
    private final Thread thread;
    private final Thread owner = Thread.currentThread();
    private int waitingChars;
    private boolean finished;
    private @Nullable RuntimeException failure;

    DeltaWriter(Consumer<List<Progress>> append, Duration interval) {
        this.append = append;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("deltas").start(this::run);
    }

    /** Takes more. Throws what kept earlier words from being appended. */
    void add(Progress delta) {
        lock.lock();
        try {
            while (waitingChars > MAX_WAITING_CHARS && failure == null) {
                // It ends soon: an append that does not get through fails.
                changed.awaitUninterruptibly();
            }
            throwFailure();
            join(delta);
            waitingChars += length(delta);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int length(Progress delta) {
        return switch (delta) {
            case TextAdded text -> text.delta().length();
            case ThinkingAdded thought -> thought.delta().length();
        };
    }

    /** Words of one kind become one event. */
    private void join(Progress delta) {
        Progress last = waiting.isEmpty() ? null : waiting.getLast();
        if (delta instanceof TextAdded more && last instanceof TextAdded before) {
            waiting.set(waiting.size() - 1, new TextAdded(before.delta() + more.delta()));
        } else if (delta instanceof ThinkingAdded more && last instanceof ThinkingAdded before) {
            waiting.set(waiting.size() - 1, new ThinkingAdded(before.delta() + more.delta()));
        } else {
            waiting.add(delta);
        }
    }

    /** Returns when everything is durable; throws what kept it from being so. */
    void finish() throws InterruptedException {
        end();
        thread.join();
        lock.lockInterruptibly();
        try {
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends, drops what has not been appended yet, and throws what kept it from being appended. When this returns or throws
     * nothing more is appended, and nobody is interrupted.
     */
    void abandon() {
        lock.lock();
        try {
            waiting.clear();
        } finally {
            lock.unlock();
        }
        end();
        boolean interrupted = joinThread();
        lock.lock();
        try {
            throwFailure();
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whether somebody interrupted the wait; the writer's own word to its owner is taken back. */
    private boolean joinThread() {
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return Thread.interrupted() || interrupted;
    }

    private void end() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try {
            List<Progress> batch = take();
            while (!batch.isEmpty()) {
                long begun = System.nanoTime();
                append.accept(batch);
                gather(begun + interval.toNanos());
                batch = take();
            }
        } catch (RuntimeException e) {
            lock.lock();
            try {
                failure = e;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            // The model may be silent for long; whoever listens to it has to know now.
            owner.interrupt();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    /** What has come; empty when it is over. */
    private List<Progress> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !finished) {
                changed.await();
            }
            List<Progress> batch = List.copyOf(waiting);
            waiting.clear();
            waitingChars = 0;
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void gather(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = until - System.nanoTime();
            while (!finished && left > 0) {
                changed.await(left, TimeUnit.NANOSECONDS);
                left = until - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }
}
