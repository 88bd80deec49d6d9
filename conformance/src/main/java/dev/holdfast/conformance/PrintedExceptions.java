package dev.holdfast.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The places of printed examples where the answer is not yet what the document prints, and what stands there. */
final class PrintedExceptions {

    private static final String FILE = "exceptions.txt";
    private static final int COLUMNS = 4;

    private PrintedExceptions() {}

    /** Of one example: the place, and the JSON that stands there instead. */
    static Map<String, String> of(String example) {
        return rows().stream()
                .filter(row -> row.getFirst().equals(example))
                .collect(Collectors.toMap(row -> row.get(1), row -> row.get(2)));
    }

    /** The examples that have some. */
    static List<String> examples() {
        return rows().stream().map(List::getFirst).distinct().toList();
    }

    private static List<List<String>> rows() {
        return Resource.lines(FILE).map(PrintedExceptions::row).toList();
    }

    private static List<String> row(String line) {
        List<String> row = Arrays.asList(line.split(" *\\| *", -1));
        if (row.size() != COLUMNS) {
            throw new ConformanceException(FILE + " has a line without its reason: " + line);
        }
        return row;
    }
}
