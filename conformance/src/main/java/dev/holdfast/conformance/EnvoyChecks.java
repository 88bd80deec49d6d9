package dev.holdfast.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What must be true of an Envoy beside its answers. */
final class EnvoyChecks {

    private static final String PLACE = "envoy.md";
    private static final int SHOWN_LINES = 5;

    private final Path root;
    private final OwnEnvoy envoy;
    private final Callers callers;
    private final Report report;

    EnvoyChecks(Path root, OwnEnvoy envoy, Callers callers, Report report) {
        this.root = root;
        this.envoy = envoy;
        this.callers = callers;
        this.report = report;
    }

    /** One that is not would go to the edge, which answers rightly. */
    void everyServiceIsTranscoded() {
        SortedSet<String> declared = new TreeSet<>(Descriptors.read(root).services());
        SortedSet<String> transcoded = envoy.statistics().services();
        report.check(
                PLACE,
                "every service is transcoded",
                declared.equals(transcoded)
                        ? List.of()
                        : List.of("declared are " + declared + ", transcoded are " + transcoded));
    }

    void logs() {
        String log = envoy.log();
        List<String> styles = callers.keys().entrySet().stream()
                .filter(key -> log.contains(key.getValue()))
                .map(key -> "the key " + key.getKey() + " is in it")
                .toList();
        report.check(PLACE, "no key in Envoy's log", styles);
        List<String> errors = log.lines()
                .filter(line -> line.contains("[error]") || line.contains("[critical]"))
                .limit(SHOWN_LINES)
                .toList();
        report.check(PLACE, "no error in Envoy's log", errors);
    }
}
