package dev.holdfast.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What was measured when, so that a recording of the server can be cut into workloads. */
final class Timeline {

    private final List<Span> spans = new ArrayList<>();

    <T> T record(String label, Supplier<T> work) {
        Instant from = Instant.now();
        T result = work.get();
        spans.add(new Span(label, from, Instant.now()));
        return result;
    }

    Optional<String> labelAt(Instant time) {
        return spans.stream()
                .filter(span -> !time.isBefore(span.from()) && time.isBefore(span.to()))
                .map(Span::label)
                .findFirst();
    }

    private record Span(String label, Instant from, Instant to) {}
}
