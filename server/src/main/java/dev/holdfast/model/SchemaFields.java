package dev.holdfast.model;

import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.List;
import java.util.Optional;

/** The keywords of a JSON schema, each read leniently: what is not of its type is not there. */
final class SchemaFields {

    private SchemaFields() {}

    static String type(JsonObject schema) {
        return schema.find("type").flatMap(SchemaFields::typeName).orElseGet(() -> {
            if (schema.find("properties").isPresent() || schema.find("required").isPresent()) {
                return "object";
            }
            return schema.find("items").isPresent() ? "array" : "string";
        });
    }

    /** The type, or of several the first that is not null. */
    private static Optional<String> typeName(JsonValue type) {
        List<JsonValue> several = type instanceof JsonArray array ? array.items() : List.of(type);
        List<String> names = several.stream()
                .filter(JsonString.class::isInstance)
                .map(name -> ((JsonString) name).value())
                .toList();
        return names.stream()
                .filter(name -> !name.equals("null"))
                .findFirst()
                .or(() -> names.stream().findFirst());
    }

    static Optional<JsonValue> first(JsonObject schema, String keyword) {
        return schema.find(keyword)
                .filter(JsonArray.class::isInstance)
                .flatMap(array -> ((JsonArray) array).items().stream().findFirst());
    }

    /** The first schema, other than null, of those that may or must hold. */
    static Optional<JsonValue> alternative(JsonObject schema) {
        if (schema.find("properties").isPresent()) {
            return Optional.empty();
        }
        return List.of("anyOf", "oneOf", "allOf").stream()
                .flatMap(keyword -> schema.find(keyword).stream())
                .filter(JsonArray.class::isInstance)
                .flatMap(array -> ((JsonArray) array).items().stream())
                .filter(one ->
                        !(one instanceof JsonObject object && type(object).equals("null")))
                .findFirst();
    }

    /** What a reference within the same schema points to. */
    static Optional<JsonValue> referenced(JsonObject schema, JsonValue root) {
        if (!(schema.find("$ref").orElse(null) instanceof JsonString reference)
                || !reference.value().startsWith("#")) {
            return Optional.empty();
        }
        Optional<JsonValue> at = Optional.of(root);
        for (String segment : reference.value().substring(1).split("/", -1)) {
            if (!segment.isEmpty()) {
                String name = segment.replace("~1", "/").replace("~0", "~");
                at = at.filter(JsonObject.class::isInstance).flatMap(object -> ((JsonObject) object).find(name));
            }
        }
        return at;
    }

    static Optional<Long> whole(JsonObject schema, String keyword) {
        return schema.find(keyword)
                .filter(JsonNumber.class::isInstance)
                .flatMap(number -> ((JsonNumber) number).whole())
                .filter(number -> number >= 0);
    }
}
