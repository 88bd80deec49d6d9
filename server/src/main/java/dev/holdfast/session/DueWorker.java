package dev.holdfast.session;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets happen what time brings: ends sessions that are due and clears away what deleted ones left behind. */
public final class DueWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DueWorker.class);

    private final Sessions sessions;
    private final List<Runnable> cleaning;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** @param cleaning what clears away what deleted sessions left behind, a bounded part of it at a time */
    public DueWorker(Sessions sessions, List<Runnable> cleaning, SessionConfig config) {
        this.sessions = sessions;
        this.cleaning = List.copyOf(cleaning);
        this.thread = Thread.ofPlatform().name("due").unstarted(() -> run(config.dueInterval()));
    }

    public void start() {
        thread.start();
    }

    private void run(Duration interval) {
        try {
            while (!stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            LOG.warn("interrupted; what is due is settled on reads alone from now on");
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            boolean more = true;
            while (more && stopped.getCount() > 0) {
                more = sessions.settleDue();
            }
            cleaning.forEach(Runnable::run);
        } catch (HoldfastException e) {
            if (e.reason() == Reason.DATABASE_UNAVAILABLE) {
                LOG.warn("what is due waits for the database: {}", e.sentence());
            } else {
                LOG.error("what is due could not be done", e);
            }
        } catch (RuntimeException e) {
            // One session that cannot be read must not keep time from passing for all others; the next tick tries
            // again.
            LOG.error("what is due could not be done", e);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
