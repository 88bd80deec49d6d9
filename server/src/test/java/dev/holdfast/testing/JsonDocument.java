package dev.holdfast.testing;

import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.List;

/** A JSON text that a test looks into by the names of its fields, such as {@code error.code}. */
public record JsonDocument(JsonValue root) {

    public static JsonDocument parse(String text) {
        return new JsonDocument(JsonParser.parse(text));
    }

    /** The value of the field. */
    public JsonDocument at(String path) {
        JsonValue value = root;
        for (String name : path.split("\\.", -1)) {
            JsonValue next =
                    value instanceof JsonObject object ? object.fields().get(name) : null;
            if (next == null) {
                throw new AssertionError("There is no " + path + " in " + root.json());
            }
            value = next;
        }
        return new JsonDocument(value);
    }

    /** The field as text: what a string says, and anything else as JSON. */
    public String text(String path) {
        JsonValue value = at(path).root;
        return value instanceof JsonString string
                ? string.value()
                : value.json().text();
    }

    /** The names of an object's fields, in their order. */
    public List<String> names() {
        if (root instanceof JsonObject object) {
            return List.copyOf(object.fields().keySet());
        }
        throw new AssertionError("Not an object but " + root.kind() + ": " + root.json());
    }

    /** The items of an array. */
    public List<JsonDocument> items(String path) {
        if (at(path).root instanceof JsonArray array) {
            return array.items().stream().map(JsonDocument::new).toList();
        }
        throw new AssertionError(path + " is not an array in " + root.json());
    }
}
