package dev.holdfast.model;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonNull;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that fits a JSON schema, for what people put into tool definitions: types, enums, required properties,
 * arrays, references, alternatives, bounds. Patterns and conditions are not looked at. Whatever the schema, the value
 * is at most {@link #MAX_DEPTH} deep, of {@link #MAX_VALUES} values and about {@link #MAX_CHARACTERS} long; past that
 * it ends in nulls and empty values.
 */
final class SchemaExample {

    static final int MAX_DEPTH = 8;
    static final int MAX_VALUES = 1_000;
    static final int MAX_ITEMS = 16;
    static final int MAX_CHARACTERS = 64 * 1024;

    private static final Json ANY = JsonWriter.string("text");
    private static final Json NULL = new Json("null");
    private static final Json EMPTY_ARRAY = new Json("[]");

    private final JsonValue root;
    private int values;
    private int characters;

    private SchemaExample(JsonValue root) {
        this.root = root;
    }

    /** Arguments for a tool, which are an object whatever the schema says. */
    static Json arguments(@Nullable Json schema) {
        Json value = schema == null ? Json.EMPTY_OBJECT : of(schema);
        return value.object() ? value : Json.EMPTY_OBJECT;
    }

    static Json of(Json schema) {
        JsonValue root;
        try {
            root = JsonParser.parse(schema.text());
        } catch (HoldfastException e) {
            // Nested deeper than is read: the model has seen no schema.
            return Json.EMPTY_OBJECT;
        }
        return new SchemaExample(root).value(root, 0);
    }

    private Json value(JsonValue given, int depth) {
        values++;
        if (spent()) {
            return NULL;
        }
        if (!(given instanceof JsonObject schema)) {
            return ANY;
        }
        if (depth >= MAX_DEPTH) {
            return empty(schema);
        }
        Optional<JsonValue> fixed = schema.find("const")
                .or(() -> SchemaFields.first(schema, "enum"))
                .or(() -> schema.find("default"));
        if (fixed.isPresent()) {
            return leaf(fixed.get().json());
        }
        Optional<JsonValue> other = SchemaFields.referenced(schema, root).or(() -> SchemaFields.alternative(schema));
        if (other.isPresent()) {
            return value(other.get(), depth + 1);
        }
        return switch (SchemaFields.type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "boolean" -> new Json("true");
            case "null" -> NULL;
            case "integer", "number" -> SchemaNumber.of(schema);
            default -> leaf(SchemaText.of(schema));
        };
    }

    private Json object(JsonObject schema, int depth) {
        Map<String, JsonValue> properties =
                schema.find("properties").orElse(JsonObject.EMPTY) instanceof JsonObject named
                        ? named.fields()
                        : Map.of();
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : wanted(schema, properties)) {
            characters += name.length();
            if (spent()) {
                break;
            }
            fields.put(name, value(properties.getOrDefault(name, new JsonNull()), depth + 1));
        }
        return new Json(JsonWriter.object(json -> fields.forEach(json::field)));
    }

    /** The required properties; all of them where the schema does not speak of required ones. */
    private static List<String> wanted(JsonObject schema, Map<String, JsonValue> properties) {
        if (!(schema.find("required").orElse(null) instanceof JsonArray required)) {
            return List.copyOf(properties.keySet());
        }
        return required.items().stream()
                .filter(JsonString.class::isInstance)
                .map(name -> ((JsonString) name).value())
                .toList();
    }

    private Json array(JsonObject schema, int depth) {
        long least = SchemaFields.whole(schema, "minItems").orElse(1L);
        long most = SchemaFields.whole(schema, "maxItems").orElse((long) MAX_ITEMS);
        long count = Math.min(Math.max(least, 1), Math.min(most, MAX_ITEMS));
        JsonValue items = schema.find("items").orElse(new JsonNull());
        List<String> written = new ArrayList<>();
        for (int at = 0; at < count && !spent(); at++) {
            written.add(value(items, depth + 1).text());
        }
        return new Json("[" + String.join(",", written) + "]");
    }

    /** A value that a schema may repeat many times over: what makes it too long becomes null. */
    private Json leaf(Json value) {
        characters += value.text().length();
        return spent() ? NULL : value;
    }

    private boolean spent() {
        return values > MAX_VALUES || characters > MAX_CHARACTERS;
    }

    private static Json empty(JsonObject schema) {
        return switch (SchemaFields.type(schema)) {
            case "object" -> Json.EMPTY_OBJECT;
            case "array" -> EMPTY_ARRAY;
            default -> NULL;
        };
    }
}
