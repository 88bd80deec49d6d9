package dev.holdfast.workspace;

import dev.holdfast.path.FileStatus;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a file's bytes a request wants. */
public sealed interface FileRange {

    /** All of them: no range was asked for, or several, or one of another state of the file. */
    record Whole() implements FileRange {}

    /** From one position up to, but not including, another. */
    record Part(long from, long to) implements FileRange {

        public String header(long size) {
            return "bytes " + from + "-" + (to - 1) + "/" + size;
        }
    }

    /** None that the file has. */
    record Nothing() implements FileRange {}

    Pattern ONE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** More digits than any file's length has. */
    int MAX_DIGITS = 18;

    /** Reads the headers Range and If-Range, "" where one is absent, for a file in this state. */
    static FileRange of(String range, String ifRange, FileStatus status) {
        if (range.isEmpty() || range.contains(",") || !holds(ifRange, status)) {
            return new Whole();
        }
        Matcher one = ONE.matcher(range.replace(" ", "").toLowerCase(Locale.ROOT));
        if (!one.matches()) {
            return new Nothing();
        }
        return part(one.group(1), one.group(2), status.size());
    }

    private static FileRange part(String first, String last, long size) {
        if (first.isEmpty()) {
            long length = last.isEmpty() ? 0 : Math.min(number(last), size);
            return length == 0 ? new Nothing() : new Part(size - length, size);
        }
        long from = number(first);
        long to = last.isEmpty() ? size : Math.min(number(last) + 1, size);
        return from >= to ? new Nothing() : new Part(from, to);
    }

    private static long number(String digits) {
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(digits);
    }

    /** A tag, or the very date that the file was given out with. */
    private static boolean holds(String ifRange, FileStatus status) {
        return ifRange.isEmpty()
                || ifRange.strip().equals(FileTag.of(status).text())
                || ifRange.strip().equals(HttpDate.print(status.modified()));
    }
}
