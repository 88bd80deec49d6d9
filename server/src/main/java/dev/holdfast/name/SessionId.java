package dev.holdfast.name;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of an agent session. It has one of three texts, by the API that made it: {@code ses_} and 26 characters of base32,
 * {@code sess_} and 12 hexadecimal digits for the workspace dialect, and {@code resp_} and 24 for a response, whose session
 * has no other name. Each is a pure function of the value, so that whoever has one can find the session without a table of
 * names.
 */
public record SessionId(UUID value) {

    private static final String PREFIX = "ses";
    private static final String SHORT_PREFIX = "sess_";
    private static final int SHORT_DIGITS = 12;
    /** Marks a value as one of 48 bits: version 8 means that its bits have a meaning of our own (RFC 9562). */
    private static final int SHORT_VERSION = 8;

    private static final String RESPONSE_PREFIX = "resp_";
    private static final int TIME_SHIFT = 16;

    private static final long SHORT_HIGH = 0x8000L;
    private static final long RESPONSE_HIGH = 0x8001L;
    private static final long SHORT_LOW = 0x8000_0000_0000_0000L;
    private static final long SHORT_MASK = 0xFFFF_FFFF_FFFFL;

    public static Optional<SessionId> parse(String text) {
        if (text.startsWith(SHORT_PREFIX)) {
            return parseShort(text.substring(SHORT_PREFIX.length()));
        }
        return TypeId.parse(PREFIX, text)
                .filter(id -> id.version() != SHORT_VERSION)
                .map(SessionId::new);
    }

    /** The id of twelve digits that these random bits, less some, make. */
    public static SessionId ofShort(long bits) {
        return new SessionId(new UUID(SHORT_HIGH, SHORT_LOW | (bits & SHORT_MASK)));
    }

    /** The id of a response's session: the time of this fresh id, and 48 of its random bits. */
    public static SessionId ofResponse(UUID fresh) {
        return ofResponse(fresh.getMostSignificantBits() >>> TIME_SHIFT, fresh.getLeastSignificantBits());
    }

    private static SessionId ofResponse(long time, long bits) {
        return new SessionId(new UUID(time << TIME_SHIFT | RESPONSE_HIGH, SHORT_LOW | (bits & SHORT_MASK)));
    }

    /** The session of the response that the text names. {@link #parse} takes no such text, so that no other API does. */
    public static Optional<SessionId> parseResponse(String text) {
        String digits = text.startsWith(RESPONSE_PREFIX) ? text.substring(RESPONSE_PREFIX.length()) : "";
        if (digits.length() != 2 * SHORT_DIGITS || !digits.chars().allMatch(SessionId::isLowerHex)) {
            return Optional.empty();
        }
        return Optional.of(ofResponse(
                HexFormat.fromHexDigitsToLong(digits, 0, SHORT_DIGITS),
                HexFormat.fromHexDigitsToLong(digits, SHORT_DIGITS, 2 * SHORT_DIGITS)));
    }

    private static Optional<SessionId> parseShort(String digits) {
        if (digits.length() != SHORT_DIGITS || !digits.chars().allMatch(SessionId::isLowerHex)) {
            return Optional.empty();
        }
        return Optional.of(ofShort(HexFormat.fromHexDigitsToLong(digits)));
    }

    private static boolean isLowerHex(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
    }

    @Override
    public String toString() {
        if (value.version() != SHORT_VERSION) {
            return TypeId.print(PREFIX, value);
        }
        String digits = digits(value.getLeastSignificantBits());
        return value.getMostSignificantBits() == SHORT_HIGH
                ? SHORT_PREFIX + digits
                : RESPONSE_PREFIX + digits(value.getMostSignificantBits() >>> TIME_SHIFT) + digits;
    }

    private static String digits(long bits) {
        return HexFormat.of().toHexDigits(bits, SHORT_DIGITS);
    }
}
