package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs cases at every door, and compares the doors with the first of them. */
final class Suite {

    private final Judge judge;
    private final List<Door> doors;
    private final Report report;
    private final List<KnownDifference> known = KnownDifference.all();

    Suite(Judge judge, List<Door> doors, Report report) {
        this.judge = judge;
        this.doors = List.copyOf(doors);
        this.report = report;
    }

    void run(List<Case> cases) {
        cases.forEach(this::run);
    }

    private void run(Case each) {
        Optional<KnownDifference> difference =
                known.stream().filter(one -> one.title().equals(each.title())).findFirst();
        List<Judgement> judgements =
                doors.stream().map(door -> judge.judge(each, door, difference)).toList();
        List<String> differences = new ArrayList<>();
        Judgement first = judgements.getFirst();
        for (Judgement other : judgements.subList(1, judgements.size())) {
            if (other.door().isEnvoy() && difference.isPresent()) {
                differences.addAll(unlike(first, other, difference.get()));
            } else {
                differences.addAll(differences(first.seen(), other.seen()));
            }
        }
        String reason =
                doors.size() > 1 ? difference.map(KnownDifference::reason).orElse("") : "";
        report.line(each.place(), each.title(), judgements, differences, reason);
    }

    /** What is wrong with a difference that is known. */
    private static List<String> unlike(Judgement first, Judgement envoy, KnownDifference known) {
        if (first.seen().equals(envoy.seen())) {
            return List.of("the same, though known to differ: " + known.reason());
        }
        return known.onlyWords()
                ? differences(
                        first.seen().stream().map(Seen::withoutWords).toList(),
                        envoy.seen().stream().map(Seen::withoutWords).toList())
                : List.of();
    }

    private static List<String> differences(List<Seen> some, List<Seen> others) {
        List<String> differences = new ArrayList<>();
        if (some.size() != others.size()) {
            differences.add("%d answers, and %d".formatted(some.size(), others.size()));
        }
        for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
            differences.addAll(some.get(i).differences(others.get(i)));
        }
        return differences;
    }
}
