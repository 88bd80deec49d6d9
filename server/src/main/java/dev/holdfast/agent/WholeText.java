package dev.holdfast.agent;

/**
 * Text that comes in pieces, cut anywhere. What goes on never ends within a character, and half a character that stands
 * alone becomes a replacement character, since nobody could store or print it.
 */
final class WholeText {

    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder text = new StringBuilder();
    private String held = "";

    /** The next piece, less what may be the beginning of a character, and with what was held back before. */
    String add(String piece) {
        String joined = held + piece;
        boolean cut = !joined.isEmpty() && Character.isHighSurrogate(joined.charAt(joined.length() - 1));
        held = cut ? joined.substring(joined.length() - 1) : "";
        return keep(cut ? joined.substring(0, joined.length() - 1) : joined);
    }

    /** What was held back at the end. */
    String end() {
        String last = held;
        held = "";
        return keep(last);
    }

    /** All that went on. */
    String text() {
        return text.toString();
    }

    private String keep(String piece) {
        String whole = mended(piece);
        text.append(whole);
        return whole;
    }

    static String mended(String piece) {
        StringBuilder whole = new StringBuilder(piece.length());
        for (int at = 0; at < piece.length(); at++) {
            char character = piece.charAt(at);
            boolean pair = Character.isHighSurrogate(character)
                    && at + 1 < piece.length()
                    && Character.isLowSurrogate(piece.charAt(at + 1));
            if (pair) {
                whole.append(character).append(piece.charAt(++at));
            } else {
                whole.append(Character.isSurrogate(character) ? REPLACEMENT : character);
            }
        }
        return whole.toString();
    }
}
