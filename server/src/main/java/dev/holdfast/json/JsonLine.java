package dev.holdfast.json;

/** JSON as one line for every reader of lines. */
public final class JsonLine {

    private JsonLine() {}

    /**
     * JSON escapes the line ends that server-sent events know. Readers that split lines as Unicode does know three more,
     * which within JSON can only stand in strings, where their escapes mean the same.
     */
    public static String of(String json) {
        StringBuilder line = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            switch (character) {
                case '\u0085' -> line.append("\\u0085");
                case '\u2028' -> line.append("\\u2028");
                case '\u2029' -> line.append("\\u2029");
                default -> line.append(character);
            }
        }
        return line.toString();
    }
}
