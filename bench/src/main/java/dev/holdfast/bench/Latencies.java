package dev.holdfast.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long calls took, each of them, so that a percentile is one that was measured. Belongs to one thread at a time. */
final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private long[] nanos = new long[1024];
    private int count;

    void add(long nanoseconds) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = nanoseconds;
    }

    int count() {
        return count;
    }

    static Latencies merged(List<Latencies> parts) {
        Latencies all = new Latencies();
        for (Latencies part : parts) {
            for (int at = 0; at < part.count; at++) {
                all.add(part.nanos[at]);
            }
        }
        return all;
    }

    /** Rate and percentiles; empty if nothing was answered. */
    Map<Measure, Double> figures(Duration elapsed) {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        if (count > 0) {
            Arrays.sort(nanos, 0, count);
            figures.put(Measure.P50, percentile(50) / NANOS_PER_MILLI);
            figures.put(Measure.P99, percentile(99) / NANOS_PER_MILLI);
            figures.put(Measure.RATE, count * NANOS_PER_SECOND / elapsed.toNanos());
        }
        return figures;
    }

    private long percentile(int percent) {
        return nanos[Math.min(count - 1, (int) ((long) count * percent / 100))];
    }
}
