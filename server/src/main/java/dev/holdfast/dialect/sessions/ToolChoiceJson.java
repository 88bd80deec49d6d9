package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.Optional;

/** The choice of tools: a word, or the function that is to be called, its name flat or nested as with tools. */
final class ToolChoiceJson {

    private static final String FIELD = "tool_choice";

    private ToolChoiceJson() {}

    static ToolChoice parse(Fields body) {
        Optional<JsonValue> choice = body.find(FIELD);
        if (choice.isEmpty()) {
            return new ToolChoice.Auto();
        }
        return switch (choice.get()) {
            case JsonString word -> word(body, word.value());
            case JsonObject _ -> named(body.inner(FIELD).orElseThrow());
            case JsonValue other -> throw body.refusal(FIELD, "must be a string or an object; it is " + other.kind());
        };
    }

    private static ToolChoice word(Fields body, String word) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default ->
                throw body.refusal(FIELD, "must be one of auto, none, required, or an object that names a function");
        };
    }

    private static ToolChoice named(Fields choice) {
        if (!choice.requireText("type").equals("function")) {
            throw choice.refusal("type", "must be function");
        }
        return new ToolChoice.Named(choice.inner("function").orElse(choice).requireName("name"));
    }
}
