package dev.holdfast.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The figures of workloads as text: a block for each pair of sides, a line for each measure. */
final class Table {

    private static final String LINE = "%7s  %-22s %9s %9s  %6s  %-12s %s%n";
    private static final String HEADING =
            LINE.formatted("callers", "measure", "ours", "floor", "ratio", "of rounds", "errors");

    private final Map<String, StringBuilder> blocks = new LinkedHashMap<>();
    private final StringBuilder others = new StringBuilder();
    private final Set<String> failures = new LinkedHashSet<>();

    void add(Workload workload, int callers, Map<Side, List<Round>> rounds) {
        for (Workload.Pair pair : workload.pairs()) {
            String title = "%s: %s ÷ %s%n"
                    .formatted(workload.name(), pair.ours().name(), pair.floor().name());
            StringBuilder block = blocks.computeIfAbsent(title, ignored -> new StringBuilder());
            List<Round> ours = rounds.getOrDefault(pair.ours(), List.of());
            List<Round> floor = rounds.getOrDefault(pair.floor(), List.of());
            String errors = errors(pair.ours(), ours) + "/" + errors(pair.floor(), floor);
            // What is measured last has the fewest callers and stands first.
            block.insert(0, lines(callers, ours, floor, errors));
        }
    }

    /** A block that is no comparison. */
    void add(String block) {
        others.append(block);
    }

    private static String lines(int callers, List<Round> ours, List<Round> floor, String errors) {
        StringBuilder lines = new StringBuilder();
        for (Measure measure : Measure.values()) {
            Optional<Ratio> ratio = Ratio.of(measure, ours, floor);
            lines.append(LINE.formatted(
                    callers,
                    measure.title(),
                    figure(measure, ours),
                    figure(measure, floor),
                    ratio.map(known -> "%.2f".formatted(known.middle())).orElse(""),
                    ratio.map(known -> "%.2f–%.2f".formatted(known.least(), known.most()))
                            .orElse(""),
                    errors));
        }
        return lines.toString();
    }

    @Override
    public String toString() {
        String all = blocks.entrySet().stream()
                        .map(block -> block.getKey() + HEADING + block.getValue())
                        .collect(Collectors.joining(System.lineSeparator()))
                + others;
        return failures.isEmpty() ? all : all + System.lineSeparator() + String.join(System.lineSeparator(), failures);
    }

    /** One side's figure: the median over its rounds. */
    private static String figure(Measure measure, List<Round> rounds) {
        List<Double> figures = rounds.stream()
                .map(round -> round.figures().get(measure))
                .filter(Objects::nonNull)
                .toList();
        return figures.isEmpty() ? "–" : measure.print(Ratio.median(figures));
    }

    private long errors(Side side, List<Round> rounds) {
        Errors errors = Errors.sum(rounds.stream().map(Round::errors).toList());
        if (errors.count() > 0) {
            failures.add("failed: " + side.name() + ": " + errors.first());
        }
        return errors.count();
    }
}
