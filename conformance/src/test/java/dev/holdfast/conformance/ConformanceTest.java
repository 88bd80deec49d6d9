package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The built server keeps the contracts at its own edge; `.ci/run` runs the same through Envoy. */
final class ConformanceTest {

    /** The tests of a module run in its directory. */
    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    private static final Path REPORT = Path.of("target", "conformance.txt");

    @Test
    void theEdgeKeepsTheContracts() throws IOException {
        int outcome;
        try (PrintStream out = new PrintStream(Files.newOutputStream(REPORT), false, UTF_8)) {
            Report report = new Report(out);
            new OwnRun(ROOT, report, "").edge();
            outcome = report.end();
        }

        assertThat(outcome)
                .as(() -> REPORT + " says:\n" + String.join("\n", failures()))
                .isZero();
    }

    private static Iterable<String> failures() {
        try {
            return Files.readAllLines(REPORT).stream()
                    .filter(line -> line.contains("FAIL") || line.startsWith("    "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
