package dev.holdfast.json;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A free-form JSON value as text. It is never read into numbers or maps, so {@code 1.50} stays {@code 1.50} and a large
 * integer stays whole; only the white space between tokens is dropped. Made by {@link JsonParser}.
 */
public record Json(String text) {

    public static final Json EMPTY_OBJECT = new Json("{}");

    /** An array of these. */
    public static Json array(List<Json> items) {
        return new Json(items.stream().map(Json::text).collect(Collectors.joining(",", "[", "]")));
    }

    public boolean object() {
        return text.startsWith("{");
    }

    @Override
    public String toString() {
        return text;
    }

    static String withoutWhiteSpace(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean inString = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (inString) {
                kept.append(character);
                if (character == '\\') {
                    kept.append(text.charAt(++at));
                } else if (character == '"') {
                    inString = false;
                }
            } else if (character > ' ') {
                kept.append(character);
                inString = character == '"';
            }
        }
        return kept.toString();
    }
}
