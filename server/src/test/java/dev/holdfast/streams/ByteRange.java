package dev.holdfast.streams;

import java.util.Optional;
import java.util.regex.Matcher;

/** A part of a file, from one position up to, but not including, another. */
record ByteRange(long from, long to) {

    private static final java.util.regex.Pattern HEADER = java.util.regex.Pattern.compile("bytes=(\\d+)-(\\d*)");

    static Optional<ByteRange> parse(String header, long size) {
        Matcher range = HEADER.matcher(header);
        if (!range.matches()) {
            return Optional.empty();
        }
        long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
        return Optional.of(new ByteRange(Long.parseLong(range.group(1)), Math.min(last + 1, size)));
    }

    boolean isEmpty() {
        return from >= to;
    }

    String header(long size) {
        return "bytes " + from + "-" + (to - 1) + "/" + size;
    }
}
