package dev.holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Test data beside a test class. */
public final class TestResource {

    private TestResource() {}

    /** The whole text of the file. */
    public static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name + " beside " + beside.getName());
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a table, each split at its bars; comments and empty lines are left out. */
    public static List<List<String>> table(Class<?> beside, String name) {
        return rows(text(beside, name));
    }

    /** Likewise of a file of another module, whose path is from this one. */
    public static List<List<String>> table(Path file) {
        try {
            return rows(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> rows(String table) {
        return table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.strip().split(" +\\| +", -1)))
                .toList();
    }
}
