package dev.holdfast.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parsed JSON value that still knows the text it came from. */
public sealed interface JsonValue {

    /** The value as free-form JSON: every token as it was written, without the white space between them. */
    Json json();

    /** What kind of value this is, in a word for a sentence. */
    default String kind() {
        return switch (this) {
            case JsonString ignored -> "a string";
            case JsonNumber ignored -> "a number";
            case JsonBoolean ignored -> "a boolean";
            case JsonNull ignored -> "null";
            case JsonArray ignored -> "an array";
            case JsonObject ignored -> "an object";
        };
    }

    record JsonString(String value, Json json) implements JsonValue {}

    /** A number is kept as text: what it means depends on who asks. */
    record JsonNumber(Json json) implements JsonValue {

        /** The value as a whole number; empty if it has a fraction, an exponent or more than 18 digits. */
        public Optional<Long> whole() {
            String text = json.text();
            boolean whole = text.length() <= 18 && text.matches("-?[0-9]+");
            return whole ? Optional.of(Long.parseLong(text)) : Optional.empty();
        }
    }

    record JsonBoolean(boolean value) implements JsonValue {

        @Override
        public Json json() {
            return new Json(Boolean.toString(value));
        }
    }

    record JsonNull() implements JsonValue {

        @Override
        public Json json() {
            return new Json("null");
        }
    }

    /** An array; its text is cut from the source only when somebody asks. */
    record JsonArray(List<JsonValue> items, Source source) implements JsonValue {

        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public Json json() {
            return source.json();
        }
    }

    /** An object; of several fields with one name the last counts, as in JavaScript. */
    record JsonObject(Map<String, JsonValue> fields, Source source) implements JsonValue {

        public static final JsonObject EMPTY = new JsonObject(Map.of(), new Source("{}", 0, 2));

        @Override
        public Json json() {
            return source.json();
        }

        /** The field's value; empty if it is absent or null. */
        public Optional<JsonValue> find(String name) {
            return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof JsonNull));
        }
    }

    /** Where in a text a value stands. */
    record Source(String text, int start, int end) {

        Json json() {
            return new Json(Json.withoutWhiteSpace(text.substring(start, end)));
        }
    }
}
