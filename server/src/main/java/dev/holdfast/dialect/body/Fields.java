package dev.holdfast.dialect.body;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.rpc.Text;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an object in a body. A field that is null is absent; one of the wrong type is refused by the name under
 * which the caller wrote it.
 *
 * @param at where the object stands in the body; empty for the body itself
 * @param reason what a refusal of a field is called
 */
public record Fields(String at, JsonObject object, Reason reason) {

    public static Fields ofBody(ByteBuffer body) {
        JsonValue value = JsonParser.parse(body);
        if (value instanceof JsonObject object) {
            return new Fields("", object, Reason.FIELD_INVALID);
        }
        throw new HoldfastException(Reason.JSON_INVALID, "The body must be a JSON object; it is " + value.kind() + ".");
    }

    public static Fields of(String at, JsonValue value, Reason reason) {
        if (value instanceof JsonObject object) {
            return new Fields(at, object, reason);
        }
        throw refusal(reason, at, "must be an object; it is " + value.kind());
    }

    public Fields refusedAs(Reason other) {
        return new Fields(at, object, other);
    }

    public Optional<JsonValue> find(String name) {
        return object.find(name);
    }

    public Optional<String> text(String name) {
        return find(name).map(value -> {
            if (!(value instanceof JsonString text)) {
                throw refusal(name, "must be a string; it is " + value.kind());
            }
            if (!Text.isStorable(text.value())) {
                throw refusal(name, "holds NUL or half of a surrogate pair. Leave them out");
            }
            return text.value();
        });
    }

    public String requireText(String name) {
        return text(name).orElseThrow(() -> refusal(name, "is missing; it must be a string"));
    }

    /** A text that names something. */
    public String requireName(String name) {
        String text = requireText(name);
        if (text.isBlank()) {
            throw refusal(name, "must not be empty");
        }
        return text;
    }

    public Optional<Boolean> flag(String name) {
        return find(name).map(value -> {
            if (value instanceof JsonBoolean flag) {
                return flag.value();
            }
            throw refusal(name, "must be true or false; it is " + value.kind());
        });
    }

    public Optional<Fields> inner(String name) {
        return find(name).map(value -> of(name(name), value, reason));
    }

    public Optional<List<JsonValue>> items(String name) {
        return find(name).map(value -> {
            if (value instanceof JsonArray array) {
                return array.items();
            }
            throw refusal(name, "must be an array; it is " + value.kind());
        });
    }

    /** The field's name as seen from the body. */
    public String name(String field) {
        return at.isEmpty() ? field : at + "." + field;
    }

    /** The refusal of a field: its name, what the sentence says, and a full stop. */
    public HoldfastException refusal(String field, String sentence) {
        return refusal(reason, name(field), sentence);
    }

    public static HoldfastException refusal(Reason reason, String field, String sentence) {
        return HoldfastException.ofField(reason, field, field + " " + sentence + ".");
    }
}
