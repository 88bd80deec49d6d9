package dev.holdfast.dialect.body;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonNull;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.session.SessionDraft;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a session, in any dialect. All fields are optional, a field that is null is absent, unknown
 * fields are ignored, and an empty body means an empty object.
 */
public final class SessionBody {

    private static final int MAX_SHOWN = 40;

    private final JsonObject fields;

    private SessionBody(JsonObject fields) {
        this.fields = fields;
    }

    public static SessionBody parse(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return new SessionBody(JsonObject.EMPTY);
        }
        return switch (JsonParser.parse(body)) {
            case JsonObject object -> new SessionBody(object);
            case JsonNull ignored -> new SessionBody(JsonObject.EMPTY);
            case JsonValue other ->
                throw new HoldfastException(
                        Reason.JSON_INVALID, "The body must be a JSON object; it is " + other.kind() + ".");
        };
    }

    public Optional<String> agentId() {
        return text("agent_id", Reason.AGENT_ID_INVALID);
    }

    public Json metadata() {
        return fields.find("metadata").map(JsonValue::json).orElse(Json.EMPTY_OBJECT);
    }

    public Optional<String> model() {
        return text("model", Reason.MODEL_INVALID);
    }

    public Optional<String> instructions() {
        return text("instructions", Reason.FIELD_INVALID);
    }

    public List<ToolSpec> tools() {
        return fields.find("tools").map(ToolJson::parse).orElse(List.of());
    }

    public Optional<Duration> ttl() {
        return fields.find("ttl").map(SessionBody::seconds);
    }

    public Optional<Boolean> persistent() {
        return fields.find("persistent").map(SessionBody::flag);
    }

    private Optional<String> text(String name, Reason reason) {
        return fields.find(name).map(value -> {
            if (value instanceof JsonString text) {
                return text.value();
            }
            throw HoldfastException.ofField(reason, name, name + " must be a string; it is " + value.kind() + ".");
        });
    }

    /** The paths that the body asks for; null for the whole workspace. */
    public SessionDraft.@Nullable Access access() {
        Optional<JsonValue> field = fields.find("file_access");
        if (field.isEmpty()) {
            return null;
        }
        if (!(field.get() instanceof JsonObject access)) {
            throw HoldfastException.ofField(
                    Reason.FILE_ACCESS_INVALID,
                    "file_access",
                    "file_access must be an object; it is " + field.get().kind() + ".");
        }
        // An empty object restricts nothing; an absent side beside a given one allows nothing.
        return access.fields().isEmpty()
                ? null
                : new SessionDraft.Access(paths("read", access), paths("write", access));
    }

    private static List<String> paths(String side, JsonObject access) {
        Optional<JsonValue> field = access.find(side);
        if (field.isEmpty()) {
            return List.of();
        }
        String name = "file_access." + side;
        if (!(field.get() instanceof JsonArray array)) {
            throw HoldfastException.ofField(
                    Reason.FILE_ACCESS_INVALID,
                    name,
                    name + " must be an array; it is " + field.get().kind() + ".");
        }
        return array.items().stream()
                .map(item -> {
                    if (item instanceof JsonString path) {
                        return path.value();
                    }
                    throw HoldfastException.ofField(
                            Reason.FILE_ACCESS_INVALID,
                            name,
                            name + " must hold strings; it holds " + item.kind() + ".");
                })
                .toList();
    }

    private static Duration seconds(JsonValue value) {
        long longest = Lifetime.LONGEST.toSeconds();
        if (value instanceof JsonNumber number) {
            long seconds = number.whole().orElse(0L);
            if (seconds >= 1 && seconds <= longest) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw HoldfastException.ofField(
                Reason.LIFETIME_INVALID,
                "ttl",
                "ttl must be whole seconds from 1 to " + longest + ", such as 3600; it is " + offending(value) + ".");
    }

    /** The value itself where it is a number short enough to be read. */
    private static String offending(JsonValue value) {
        boolean shown =
                value instanceof JsonNumber number && number.json().text().length() <= MAX_SHOWN;
        return shown ? value.json().text() : value.kind();
    }

    private static boolean flag(JsonValue value) {
        if (value instanceof JsonBoolean flag) {
            return flag.value();
        }
        throw HoldfastException.ofField(
                Reason.LIFETIME_INVALID, "persistent", "persistent must be true or false; it is " + value.kind() + ".");
    }
}
