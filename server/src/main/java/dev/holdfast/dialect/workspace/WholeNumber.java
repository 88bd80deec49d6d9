package dev.holdfast.dialect.workspace;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;

/** The numbers by which lists are paged. */
final class WholeNumber {

    private static final int MAX_DIGITS = 9;

    private WholeNumber() {}

    static long parse(String name, String text, long usual) {
        if (text.isEmpty()) {
            return usual;
        }
        if (text.length() <= MAX_DIGITS && text.chars().allMatch(Character::isDigit)) {
            return Long.parseLong(text);
        }
        throw HoldfastException.ofField(
                Reason.FILTER_INVALID, name, name + " must be a whole number of at most nine digits.");
    }
}
