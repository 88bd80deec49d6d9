package dev.holdfast.approval;

import dev.holdfast.rpc.Stream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a watcher is sent: what is pending, then a sign that this was all, then what changes, with signs of life between. */
final class ApprovalStream<A> {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Stream<A> stream;
    private final Function<RecordedApproval, A> print;
    private final A signOfLife;
    private final CountDownLatch gone = new CountDownLatch(1);
    private long lastSent = System.nanoTime();

    ApprovalStream(Stream<A> stream, Function<RecordedApproval, A> print, A signOfLife) {
        this.stream = stream;
        this.print = print;
        this.signOfLife = signOfLife;
        stream.onGone(gone::countDown);
    }

    /** Ends when the caller or the server does. */
    void send(ApprovalWatch watch, Duration heartbeat) {
        watch.pending(this::send);
        sendSign();
        try {
            while (!gone.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                watch.changes(this::send);
                if (System.nanoTime() - lastSent >= heartbeat.toNanos()) {
                    sendSign();
                }
            }
        } catch (InterruptedException e) {
            // The server is stopping; the watcher begins anew elsewhere.
            Thread.currentThread().interrupt();
        }
    }

    private void send(RecordedApproval approval) {
        stream.send(print.apply(approval));
        lastSent = System.nanoTime();
    }

    private void sendSign() {
        stream.send(signOfLife);
        lastSent = System.nanoTime();
    }
}
