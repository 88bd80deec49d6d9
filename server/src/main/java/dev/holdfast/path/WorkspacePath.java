package dev.holdfast.path;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A path within a workspace, normalised: no slash at either end, no empty, {@code .} or {@code ..} segment. The empty
 * path is the workspace itself.
 */
public record WorkspacePath(String text) {

    public static final int MAX_BYTES = 1_024;
    /** What the file systems of Linux take. */
    public static final int MAX_NAME_BYTES = 255;

    public static final WorkspacePath ROOT = new WorkspacePath("");

    /** Takes what a caller wrote, less slashes at its end; empty if it does not name a place within the workspace. */
    public static Optional<WorkspacePath> parse(String written) {
        if (written.isEmpty()) {
            return Optional.of(ROOT);
        }
        int end = written.length();
        while (end > 0 && written.charAt(end - 1) == '/') {
            end--;
        }
        String text = written.substring(0, end);
        return wellFormed(text) ? Optional.of(new WorkspacePath(text)) : Optional.empty();
    }

    private static boolean wellFormed(String text) {
        if (text.isEmpty()
                || text.indexOf('\0') >= 0
                || text.indexOf('\\') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)
                || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return false;
        }
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                return false;
            }
        }
        return true;
    }

    /** The names of which it is made; none of the root. */
    public List<String> segments() {
        return text.isEmpty() ? List.of() : List.of(text.split("/"));
    }

    /** The directory that it lies in; the root lies in itself. */
    public WorkspacePath parent() {
        return new WorkspacePath(text.substring(0, Math.max(text.lastIndexOf('/'), 0)));
    }

    /** Its last segment; "" for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    public WorkspacePath child(String name) {
        return new WorkspacePath(text.isEmpty() ? name : text + "/" + name);
    }

    /** Whether it is the other one or lies in it, segment by segment. */
    public boolean isWithin(WorkspacePath other) {
        return other.text.isEmpty() || text.equals(other.text) || text.startsWith(other.text + "/");
    }

    @Override
    public String toString() {
        return text;
    }
}
