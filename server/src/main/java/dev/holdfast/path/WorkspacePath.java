package dev.holdfast.path;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path within a workspace, normalised: no slash at either end, no empty, {@code .} or {@code ..} segment. The empty
 * path is the workspace itself.
 */
public record WorkspacePath(String text) {

    public static final int MAX_BYTES = 1_024;
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
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
