package dev.holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place where something scripted stops until a test lets it go on. */
public final class Gate {

    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** Lets through whoever comes, once it is open. */
    void pass() throws InterruptedException {
        reached.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    public void open() {
        opened.countDown();
    }

    /** Waits until somebody has come. */
    public void awaitReached() {
        await(reached, "nobody came to the gate");
    }

    /** Waits until somebody who stood here was told to stop. */
    public void awaitInterrupted() {
        await(interrupted, "whoever stood at the gate was not stopped");
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(otherwise)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
