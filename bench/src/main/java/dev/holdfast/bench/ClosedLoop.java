package dev.holdfast.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A side that this process works: a thread for each caller. Connections are opened before the clock starts.
 *
 * @param server the process whose CPU time counts as the server's, if there is one
 * @param threads what callers run on
 */
record ClosedLoop(String name, Supplier<Caller> callers, Optional<ProcessHandle> server, Thread.Builder threads)
        implements Side {

    /** More than one caller can do in the longest round; it bounds what a broken clock could do. */
    private static final int MAX_CALLS = 5_000_000;

    private static final double NANOS_PER_MICRO = 1e3;

    ClosedLoop(String name, Supplier<Caller> callers, Optional<ProcessHandle> server) {
        this(name, callers, server, Thread.ofPlatform());
    }

    @Override
    public Round measure(int count, Duration length) {
        CountDownLatch ready = new CountDownLatch(count);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(threads.name("caller-", 1).factory())) {
            List<Future<Lane>> lanes = new ArrayList<>();
            for (int at = 0; at < count; at++) {
                lanes.add(executor.submit(() -> work(ready, go, length)));
            }
            ready.await();
            CpuTime before = CpuTime.now(server);
            long start = System.nanoTime();
            go.countDown();
            List<Lane> done = new ArrayList<>();
            for (Future<Lane> lane : lanes) {
                done.add(lane.get());
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            return round(done, elapsed, before, CpuTime.now(server));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts a round", e);
        } catch (ExecutionException e) {
            throw new BenchException("A caller of " + name + " broke down", e.getCause() == null ? e : e.getCause());
        }
    }

    private Lane work(CountDownLatch ready, CountDownLatch go, Duration length) throws InterruptedException {
        try (Caller caller = open(ready)) {
            Latencies latencies = new Latencies();
            Errors errors = Errors.NONE;
            ready.countDown();
            go.await();
            long now = System.nanoTime();
            long end = now + length.toNanos();
            for (int calls = 0; now - end < 0 && calls < MAX_CALLS; calls++) {
                long begun = System.nanoTime();
                try {
                    caller.call();
                    now = System.nanoTime();
                    latencies.add(now - begun);
                    caller.settle();
                } catch (FailedCallException failure) {
                    errors = errors.plus(new Errors(1, String.valueOf(failure.getMessage())));
                    now = System.nanoTime();
                }
            }
            return new Lane(latencies, errors);
        }
    }

    /** A caller whose connection stands. If it cannot be had, the others do not wait for it. */
    private Caller open(CountDownLatch ready) {
        boolean opened = false;
        try {
            Caller caller = callers.get();
            try {
                caller.call();
                caller.settle();
            } catch (FailedCallException shownIfItHappensAgain) {
                // A call that fails always is counted once the clock runs.
                opened = true;
                return caller;
            }
            opened = true;
            return caller;
        } finally {
            if (!opened) {
                ready.countDown();
            }
        }
    }

    private static Round round(List<Lane> lanes, Duration elapsed, CpuTime before, CpuTime after) {
        Latencies latencies =
                Latencies.merged(lanes.stream().map(Lane::latencies).toList());
        Map<Measure, Double> figures = latencies.figures(elapsed);
        if (latencies.count() > 0) {
            double calls = latencies.count() * NANOS_PER_MICRO;
            figures.put(
                    Measure.CLIENT_CPU, after.client().minus(before.client()).toNanos() / calls);
            if (after.server().isPresent() && before.server().isPresent()) {
                Duration used = after.server().get().minus(before.server().get());
                figures.put(Measure.SERVER_CPU, used.toNanos() / calls);
            }
        }
        return new Round(
                latencies.count(),
                figures,
                Errors.sum(lanes.stream().map(Lane::errors).toList()));
    }

    private record Lane(Latencies latencies, Errors errors) {}
}
