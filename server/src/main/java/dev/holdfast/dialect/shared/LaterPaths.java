package dev.holdfast.dialect.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.edge.LaterPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The documented paths that this version does not serve yet. The list may only shrink. */
public final class LaterPaths {

    private static final String RESOURCE = "later-paths.txt";

    private LaterPaths() {}

    public static List<LaterPath> documented() {
        try (InputStream lines = LaterPaths.class.getResourceAsStream(RESOURCE)) {
            if (lines == null) {
                throw new IllegalStateException("The server was built without " + RESOURCE);
            }
            return new String(lines.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(LaterPaths::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LaterPath parse(String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IllegalStateException(RESOURCE + " has a line that is not a method and a path: " + line);
        }
        return new LaterPath(line.substring(0, space), line.substring(space + 1).strip());
    }
}
