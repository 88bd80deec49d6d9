package dev.holdfast.name;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of the response to a message: {@code msg_} and 24 hexadecimal digits, of which the first half are the session's and
 * the second is the number of the turn. It is a pure function of the two, so that whatever turn of a session has one, also
 * if it was begun through another API, and no table of names is needed.
 */
public record ResponseId(SessionId session, int turnNumber) {

    private static final String PREFIX = "msg_";
    private static final int DIGITS = 12;

    /** The response of this session that the text names; empty if it can name none. */
    public static Optional<ResponseId> parse(SessionId session, String text) {
        String begin = PREFIX + digits(session.value().getLeastSignificantBits());
        String number = text.startsWith(begin) ? text.substring(begin.length()) : "";
        if (number.length() != DIGITS || !number.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long turn = HexFormat.fromHexDigitsToLong(number);
        return Optional.of(new ResponseId(session, (int) Math.min(turn, Integer.MAX_VALUE)))
                .filter(id -> id.toString().equals(text));
    }

    @Override
    public String toString() {
        return PREFIX + digits(session.value().getLeastSignificantBits()) + digits(turnNumber);
    }

    private static String digits(long bits) {
        return HexFormat.of().toHexDigits(bits, DIGITS);
    }
}
