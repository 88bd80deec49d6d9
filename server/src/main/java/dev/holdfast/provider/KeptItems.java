package dev.holdfast.provider;

import dev.holdfast.event.ModelStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of an answer that a provider wants to see again as they were, such as signed thoughts, in their order. They are kept
 * with who gave them, for nobody else can read them. Calls are kept as places only: their ids are this server's.
 */
record KeptItems(String provider, String model) {

    private static final String CALL = "call";

    /** Where in the answer a call stands. */
    static Json callPlace() {
        return new Json(JsonWriter.object(json -> json.field("place", CALL)));
    }

    Json json(List<Json> items) {
        return new Json(JsonWriter.object(
                json -> json.field("provider", provider).field("model", model).field("items", Json.array(items))));
    }

    /** The items of an answer of this provider's model, with the given calls in their places. */
    Optional<List<Json>> find(ModelStep step, List<Json> calls) {
        return Optional.ofNullable(step.providerItems())
                .flatMap(kept -> JsonParser.parse(kept.text()) instanceof JsonObject object
                                && says(object, "provider", provider)
                                && says(object, "model", model)
                                && object.find("items").orElse(null) instanceof JsonArray items
                        ? filled(items, calls)
                        : Optional.empty());
    }

    private static Optional<List<Json>> filled(JsonArray items, List<Json> calls) {
        List<Json> filled = new ArrayList<>();
        int next = 0;
        for (var item : items.items()) {
            boolean place = item instanceof JsonObject object && says(object, "place", CALL);
            if (place && next == calls.size()) {
                return Optional.empty();
            }
            filled.add(place ? calls.get(next++) : item.json());
        }
        return next == calls.size() ? Optional.of(filled) : Optional.empty();
    }

    private static boolean says(JsonObject object, String field, String expected) {
        return object.find(field).orElse(null) instanceof JsonString text
                && text.value().equals(expected);
    }
}
