package dev.holdfast.workspace;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.path.PathException;
import dev.holdfast.path.WorkspacePath;
import java.io.IOException;
import java.util.Map;

/** What callers are told. */
final class Refusals {

    private Refusals() {}

    /** The same words whatever is there. A path that is too long to be anywhere is cut. */
    static HoldfastException forbidden(String written) {
        String shown = written.length() <= WorkspacePath.MAX_BYTES
                ? written
                : written.substring(0, written.offsetByCodePoints(0, WorkspacePath.MAX_BYTES / 2)) + "…";
        return new HoldfastException(Reason.FILE_FORBIDDEN, "'" + shown + "' not in session scope");
    }

    static HoldfastException notFound() {
        return new HoldfastException(Reason.FILE_NOT_FOUND, "There is no such file or directory in the workspace.");
    }

    static HoldfastException isADirectory() {
        return new HoldfastException(
                Reason.FILE_CONFLICT, "The path is a directory; only files are written and deleted.");
    }

    static HoldfastException inTheWay() {
        return new HoldfastException(
                Reason.FILE_CONFLICT, "Something that is no directory, or no regular file, stands in the path.");
    }

    static HoldfastException preconditionFailed() {
        return new HoldfastException(
                Reason.PRECONDITION_FAILED, "The file is not in the state that the request demands. Read it again.");
    }

    static HoldfastException tooLarge(long limit) {
        return new HoldfastException(
                Reason.PAYLOAD_TOO_LARGE,
                "The file is larger than " + limit + " bytes.",
                Map.of("limit_bytes", Long.toString(limit)));
    }

    static HoldfastException unavailable(IOException cause) {
        return new HoldfastException(
                Reason.FILES_UNAVAILABLE,
                "The server's disk does not take this now. Try again in a moment.",
                Map.of("retry_after_seconds", "1"),
                cause);
    }

    /** For a failure on the way to what shall be read or deleted. */
    static HoldfastException ofReader(String written, IOException failure) {
        if (!(failure instanceof PathException refused)) {
            return unavailable(failure);
        }
        return switch (refused.problem()) {
            case ABSENT, NOT_A_DIRECTORY -> notFound();
            case LINK, DENIED -> forbidden(written);
            case IS_A_DIRECTORY -> isADirectory();
            case EXISTS, NOT_EMPTY, OTHER -> unavailable(failure);
        };
    }

    /** For a failure on the way to what shall be written. */
    static HoldfastException ofWriter(String written, IOException failure) {
        if (!(failure instanceof PathException refused)) {
            return unavailable(failure);
        }
        return switch (refused.problem()) {
            // The directories above are made first; one that is absent now was taken away in the meantime.
            case NOT_A_DIRECTORY, ABSENT, EXISTS, NOT_EMPTY -> inTheWay();
            case LINK, DENIED -> forbidden(written);
            case IS_A_DIRECTORY -> isADirectory();
            case OTHER -> unavailable(failure);
        };
    }
}
