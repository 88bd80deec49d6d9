package dev.holdfast.spec;

import dev.holdfast.testing.TestResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The places of one example where the answer is not yet what the document prints, and what stands there. */
record Exceptions(Map<String, String> places) {

    private static final String FILE = "exceptions.txt";
    private static final int COLUMNS = 4;

    static Exceptions of(Example example) {
        Map<String, String> places = new TreeMap<>();
        rows().stream()
                .filter(row -> row.getFirst().equals(example.name()))
                .forEach(row -> places.put(row.get(1), row.get(2)));
        return new Exceptions(places);
    }

    /** The examples that have exceptions. */
    static List<String> examples() {
        return rows().stream().map(List::getFirst).distinct().toList();
    }

    private static List<List<String>> rows() {
        List<List<String>> rows = TestResource.table(Exceptions.class, FILE);
        rows.stream().filter(row -> row.size() != COLUMNS).forEach(row -> {
            throw new IllegalStateException(FILE + " has a line without its reason: " + row);
        });
        return rows;
    }
}
