package dev.holdfast.conformance;

import java.util.Arrays;
import java.util.List;

/**
 * A case in which Envoy is known to differ, and why. One that no longer differs fails, so that it goes.
 *
 * @param kind {@code words}: only the sentence of the refusal; else the status that Envoy's last answer has
 */
record KnownDifference(String title, String kind, String reason) {

    static final String WORDS = "words";

    private static final String FILE = "known-differences.txt";

    static List<KnownDifference> all() {
        return Resource.lines(FILE)
                .map(line -> Arrays.asList(line.split(" *\\| *", -1)))
                .map(row -> new KnownDifference(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    boolean onlyWords() {
        return kind.equals(WORDS);
    }

    int status() {
        return Integer.parseInt(kind);
    }
}
