package dev.holdfast.streams;

import dev.holdfast.rpc.CallerGoneException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the streams, and what the process holds. */
final class Counters {

    private final AtomicLong open = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    void during(Runnable stream) {
        open.incrementAndGet();
        try {
            stream.run();
            ended.incrementAndGet();
        } catch (CallerGoneException left) {
            gone.incrementAndGet();
            throw left;
        } finally {
            open.decrementAndGet();
        }
    }

    void sent(long bytes) {
        sent.addAndGet(bytes);
    }

    void received(long bytes) {
        received.addAndGet(bytes);
    }

    long open() {
        return open.get();
    }

    long gone() {
        return gone.get();
    }

    long ended() {
        return ended.get();
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    /** With the heap as it is after a collection. */
    String json() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return "{\"open\":%s,\"ended\":%s,\"gone\":%s,\"sent\":%s,\"received\":%s,\"heap\":%d}"
                .formatted(open, ended, gone, sent, received, heap);
    }
}
