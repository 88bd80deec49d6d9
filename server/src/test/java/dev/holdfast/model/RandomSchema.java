package dev.holdfast.model;

import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonNull;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON schemas by chance, and the judgement whether a value fits one; for small schemas, and only for their keywords. */
final class RandomSchema {

    private RandomSchema() {}

    static String make(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> "{\"type\":\"boolean\"}";
            case 1 -> "{\"enum\":[%s]}".formatted(random.nextBoolean() ? "\"b\",\"a\"" : "7,null");
            case 2 -> {
                int least = random.nextInt(6);
                yield "{\"type\":\"string\",\"minLength\":%d,\"maxLength\":%d}"
                        .formatted(least, least + random.nextInt(6));
            }
            case 3 -> {
                int least = random.nextInt(-20, 20);
                yield "{\"type\":\"integer\",\"minimum\":%d,\"exclusiveMaximum\":%d}"
                        .formatted(least, least + 1 + random.nextInt(9));
            }
            case 4 -> {
                int least = random.nextInt(-20, 20);
                yield "{\"type\":\"number\",\"exclusiveMinimum\":%d,\"maximum\":%d.5}".formatted(least, least + 1);
            }
            case 5 ->
                "{\"type\":\"array\",\"minItems\":%d,\"items\":%s}"
                        .formatted(random.nextInt(4), make(random, depth - 1));
            case 6 -> "{\"anyOf\":[{\"type\":\"null\"},%s]}".formatted(make(random, depth - 1));
            default -> object(random, depth);
        };
    }

    private static String object(Random random, int depth) {
        List<String> names = IntStream.range(0, random.nextInt(4))
                .mapToObj(number -> "p" + number)
                .toList();
        String properties = names.stream()
                .map(name -> "\"%s\":%s".formatted(name, make(random, depth - 1)))
                .collect(Collectors.joining(","));
        String required = names.stream()
                .filter(name -> random.nextBoolean())
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(","));
        return "{\"type\":\"object\",\"properties\":{%s},\"required\":[%s]}".formatted(properties, required);
    }

    static boolean fits(JsonValue given, JsonValue value) {
        JsonObject schema = (JsonObject) given;
        if (schema.find("anyOf").orElse(null) instanceof JsonArray any) {
            return any.items().stream().anyMatch(one -> fits(one, value));
        }
        if (schema.find("enum").orElse(null) instanceof JsonArray known) {
            return known.items().stream().anyMatch(one -> one.json().equals(value.json()));
        }
        return switch (value) {
            case JsonBoolean ignored -> is(schema, "boolean");
            case JsonNull ignored -> is(schema, "null");
            case JsonString text ->
                is(schema, "string") && within(schema, "minLength", text.value().length(), "maxLength");
            case JsonNumber number ->
                numberFits(schema, new BigDecimal(number.json().text()));
            case JsonArray array ->
                is(schema, "array")
                        && within(schema, "minItems", array.items().size(), "maxItems")
                        && array.items().stream()
                                .allMatch(item -> fits(schema.find("items").orElseThrow(), item));
            case JsonObject object -> is(schema, "object") && objectFits(schema, object);
        };
    }

    private static boolean numberFits(JsonObject schema, BigDecimal number) {
        boolean typed = is(schema, "number") || (is(schema, "integer") && number.scale() <= 0);
        return typed
                && number.compareTo(bound(schema, "minimum", Integer.MIN_VALUE)) >= 0
                && number.compareTo(bound(schema, "maximum", Integer.MAX_VALUE)) <= 0
                && number.compareTo(bound(schema, "exclusiveMinimum", Integer.MIN_VALUE)) > 0
                && number.compareTo(bound(schema, "exclusiveMaximum", Integer.MAX_VALUE)) < 0;
    }

    private static boolean objectFits(JsonObject schema, JsonObject object) {
        JsonObject properties = (JsonObject) schema.find("properties").orElseThrow();
        JsonArray required = (JsonArray) schema.find("required").orElseThrow();
        return required.items().stream().allMatch(name -> object.fields().containsKey(((JsonString) name).value()))
                && object.fields().entrySet().stream()
                        .allMatch(field -> fits(properties.find(field.getKey()).orElseThrow(), field.getValue()));
    }

    private static boolean within(JsonObject schema, String least, int size, String most) {
        BigDecimal measured = BigDecimal.valueOf(size);
        return measured.compareTo(bound(schema, least, 0)) >= 0
                && measured.compareTo(bound(schema, most, Integer.MAX_VALUE)) <= 0;
    }

    private static boolean is(JsonObject schema, String type) {
        return schema.find("type").orElse(null) instanceof JsonString named
                && named.value().equals(type);
    }

    private static BigDecimal bound(JsonObject schema, String keyword, int otherwise) {
        return schema.find(keyword)
                .map(value -> new BigDecimal(value.json().text()))
                .orElse(BigDecimal.valueOf(otherwise));
    }
}
