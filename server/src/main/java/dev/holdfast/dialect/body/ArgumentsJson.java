package dev.holdfast.dialect.body;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonObject;

/** A call's arguments, of which a model may write anything. */
public final class ArgumentsJson {

    private ArgumentsJson() {}

    /** The arguments as an object with its numbers as the model wrote them, or an empty one if they are none. */
    public static Json object(String arguments) {
        try {
            return JsonParser.parse(arguments) instanceof JsonObject object ? object.json() : Json.EMPTY_OBJECT;
        } catch (HoldfastException e) {
            // Whoever wants the text as it is finds it beside this.
            return Json.EMPTY_OBJECT;
        }
    }
}
