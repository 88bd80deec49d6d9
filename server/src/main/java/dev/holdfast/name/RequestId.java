package dev.holdfast.name;

import java.util.Optional;
import java.util.UUID;

/** The id by which one request is known in answers and logs: the caller's own where it sent a usable one, else ours. */
public record RequestId(String text) {

    private static final String PREFIX = "req";
    private static final int MAX_LENGTH = 128;

    public static RequestId of(UUID value) {
        return new RequestId(TypeId.print(PREFIX, value));
    }

    /** Takes a caller's id if it is visible ASCII of a sensible length, so that it can stand in a header and a log line. */
    public static Optional<RequestId> parse(String text) {
        boolean usable =
                !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(RequestId::isVisible);
        return usable ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    private static boolean isVisible(int character) {
        return character > ' ' && character < 0x7F;
    }

    @Override
    public String toString() {
        return text;
    }
}
