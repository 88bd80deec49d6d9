package dev.holdfast.model;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts as words, which are the demo model's tokens. */
final class Words {

    private static final Pattern BEFORE_BLANK = Pattern.compile("(?<=\\S)(?=\\s)");

    private Words() {}

    /** The text in pieces of a word each, with the white space before it; together they are the text. */
    static Stream<String> of(String text) {
        return text.isEmpty() ? Stream.empty() : BEFORE_BLANK.splitAsStream(text);
    }

    /** The numbers up to this one as words, so that a reader sees at a glance whether one is missing. */
    static Stream<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> number == 1 ? "1" : " " + number);
    }

    static long count(String text) {
        long words = 0;
        boolean inWord = false;
        for (int at = 0; at < text.length(); at++) {
            boolean letter = text.charAt(at) > ' ';
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return words;
    }
}
