package dev.holdfast.dialect.body;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;

/** The number after which a reader wants a stream's frames. */
public final class EventNumber {

    private static final int MAX_DIGITS = 18;

    private EventNumber() {}

    /** Any whole number: what lies before the first frame means all, what lies beyond the last means none. */
    public static long parse(String name, String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (text.isEmpty()) {
            return FrameStream.FROM_THE_FIRST;
        }
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, name, name + " must be a whole number, as the id lines of a stream say it.");
        }
        if (negative) {
            return FrameStream.FROM_THE_FIRST;
        }
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
