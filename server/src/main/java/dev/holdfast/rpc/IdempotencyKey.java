package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;

/** The name that a caller gives a request which may be repeated. */
public final class IdempotencyKey {

    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    public static String parse(String text) {
        boolean visible = text.chars().allMatch(character -> character > ' ' && character < 0x7F);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !visible) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID,
                    "idempotency_key",
                    "The idempotency key must be 1 to " + MAX_LENGTH + " visible ASCII characters.");
        }
        return text;
    }
}
