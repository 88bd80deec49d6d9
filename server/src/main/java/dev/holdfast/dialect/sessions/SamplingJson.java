package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the model is to answer, as the body says it. */
final class SamplingJson {

    private SamplingJson() {}

    static Sampling parse(Fields body) {
        return new Sampling(
                number(body, "temperature"),
                number(body, "top_p"),
                tokens(body),
                body.inner("response_format").map(SamplingJson::format).orElse(null));
    }

    private static @Nullable Double number(Fields body, String name) {
        Optional<JsonValue> field = body.find(name);
        if (field.isEmpty()) {
            return null;
        }
        if (field.get() instanceof JsonNumber number) {
            double value = Double.parseDouble(number.json().text());
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw body.refusal(name, "must be a number, such as 0.7");
    }

    private static @Nullable Integer tokens(Fields body) {
        String name = "max_output_tokens";
        Optional<JsonValue> field = body.find(name);
        if (field.isEmpty()) {
            return null;
        }
        if (field.get() instanceof JsonNumber number) {
            long tokens = number.whole().orElse(0L);
            if (tokens >= 1 && tokens <= Integer.MAX_VALUE) {
                return (int) tokens;
            }
        }
        throw body.refusal(name, "must be a whole number of at least 1, such as 4096");
    }

    /** Null for plain text, which is what models answer anyway. */
    private static @Nullable ResponseFormat format(Fields format) {
        return switch (format.requireText("type")) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" ->
                schema(format.inner("json_schema")
                        .orElseThrow(() -> format.refusal("json_schema", "is missing; it must be an object")));
            default -> throw format.refusal("type", "must be one of text, json_object, json_schema");
        };
    }

    private static ResponseFormat schema(Fields named) {
        Optional<JsonValue> schema = named.find("schema");
        if (!(schema.orElse(null) instanceof JsonObject object)) {
            throw named.refusal("schema", "must be a JSON Schema object");
        }
        Json text = object.json();
        return new ResponseFormat.JsonSchema(
                named.requireName("name"),
                named.text("description").orElse(null),
                text,
                named.flag("strict").orElse(false));
    }
}
