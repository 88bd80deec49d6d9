package dev.holdfast.conformance;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** One line for each case: how it went at each door, whether the doors are the same, and which line of a contract it is. */
final class Report {

    private static final int MOST_PROBLEMS = 12;

    private final PrintStream out;
    private int cases;
    private int failures;
    private int differing;
    private int known;

    Report(PrintStream out) {
        this.out = out;
    }

    /** @param reason why the doors may differ here; empty where they may not */
    void line(String place, String title, List<Judgement> judgements, List<String> differences, String reason) {
        boolean passed = judgements.stream().allMatch(Judgement::passed);
        cases++;
        failures += passed ? 0 : 1;
        differing += differences.isEmpty() ? 0 : 1;
        known += reason.isEmpty() ? 0 : 1;
        String verdicts = judgements.stream()
                .map(judgement -> judgement.door().name() + (judgement.passed() ? " pass" : " FAIL"))
                .collect(Collectors.joining("  "));
        out.printf("%s  %-7s  %s  %s%n", verdicts, agreement(judgements, differences, reason), place, title);
        if (!reason.isEmpty()) {
            out.println("    known: " + reason);
        }
        judgements.forEach(judgement -> explain(judgement.door().name(), judgement.problems()));
        explain("differs", differences);
    }

    /** A check that is not about doors. */
    void check(String place, String title, List<String> problems) {
        cases++;
        failures += problems.isEmpty() ? 0 : 1;
        out.printf("%s  %s  %s%n", problems.isEmpty() ? "pass" : "FAIL", place, title);
        explain("", problems);
    }

    private static String agreement(List<Judgement> judgements, List<String> differences, String reason) {
        if (judgements.size() < 2) {
            return "-";
        }
        if (!differences.isEmpty()) {
            return "DIFFERS";
        }
        return reason.isEmpty() ? "same" : "known";
    }

    private void explain(String who, List<String> problems) {
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> out.println("    " + who + ": " + problem));
        if (problems.size() > MOST_PROBLEMS) {
            out.printf("    %s: and %d more%n", who, problems.size() - MOST_PROBLEMS);
        }
    }

    /** The counts; the outcome is 0 if all is well, as for a process. */
    int end() {
        out.printf("%d cases: %d fail, %d differ, %d differ as known%n", cases, failures, differing, known);
        return failures + differing == 0 ? 0 : 1;
    }
}
