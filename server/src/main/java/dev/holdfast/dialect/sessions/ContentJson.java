package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a message of the input says: a text, or parts that are texts and pictures. */
final class ContentJson {

    private ContentJson() {}

    static List<Content> parse(Fields message) {
        Optional<JsonValue> content = message.find("content");
        if (content.isEmpty()) {
            throw message.refusal("content", "is missing; it must be a string or an array of parts");
        }
        return switch (content.get()) {
            case JsonString _ -> List.of(new Content.Text(message.requireText("content")));
            case JsonArray array -> parts(message, array.items());
            case JsonValue other ->
                throw message.refusal("content", "must be a string or an array of parts; it is " + other.kind());
        };
    }

    private static List<Content> parts(Fields message, List<JsonValue> items) {
        if (items.isEmpty()) {
            throw message.refusal("content", "must have at least one part");
        }
        List<Content> parts = new ArrayList<>(items.size());
        for (JsonValue item : items) {
            String at = message.name("content") + "[" + parts.size() + "]";
            parts.add(part(Fields.of(at, item, Reason.INPUT_INVALID)));
        }
        return parts;
    }

    private static Content part(Fields part) {
        return switch (part.requireText("type")) {
            case "input_text", "output_text", "text" -> new Content.Text(part.requireText("text"));
            case "input_image" -> new Content.Image(url(part));
            default -> throw part.refusal("type", "must be one of input_text, output_text, text, input_image");
        };
    }

    /** The picture's address, which some callers wrap in an object. */
    private static String url(Fields part) {
        boolean wrapped = part.find("image_url").orElse(null) instanceof JsonObject;
        String url = wrapped ? part.inner("image_url").orElseThrow().requireText("url") : part.requireText("image_url");
        // Nothing else is fetched or shown, and a scheme is the same in any case.
        if (!begins(url, "https://") && !begins(url, "data:")) {
            throw part.refusal("image_url", "must be an https or data URL");
        }
        return url;
    }

    private static boolean begins(String url, String scheme) {
        return url.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
