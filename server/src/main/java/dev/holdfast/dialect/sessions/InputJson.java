package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.Message.Said;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The input of a turn: a text, or a list of messages, function calls, their outputs and files. */
final class InputJson {

    private InputJson() {}

    static List<Message> parse(Fields body) {
        Optional<JsonValue> field = body.find("input");
        if (field.isEmpty()) {
            throw missing("input is missing. Give a text or a list of items.");
        }
        Fields refused = body.refusedAs(Reason.INPUT_INVALID);
        return switch (field.get()) {
            case JsonString _ -> List.of(new Said(Role.USER, List.of(text(refused.requireText("input")))));
            case JsonArray array -> items(array.items());
            case JsonValue other ->
                throw refused.refusal("input", "must be a string or an array; it is " + other.kind());
        };
    }

    private static Content text(String text) {
        if (text.isBlank()) {
            throw missing("input is an empty text. Say what the turn is about.");
        }
        return new Content.Text(text);
    }

    private static List<Message> items(List<JsonValue> items) {
        if (items.isEmpty()) {
            throw missing("input is an empty list. Give at least one item.");
        }
        List<Message> messages = new ArrayList<>(items.size());
        for (JsonValue item : items) {
            messages.add(item(Fields.of("input[" + messages.size() + "]", item, Reason.INPUT_INVALID)));
        }
        return messages;
    }

    private static Message item(Fields item) {
        String type = item.text("type").orElse("message");
        return switch (type) {
            case "message" -> new Said(role(item), ContentJson.parse(item));
            case "function_call" ->
                new Called(item.requireName("call_id"), item.requireName("name"), item.requireText("arguments"));
            case "function_call_output" -> new Returned(item.requireName("call_id"), item.requireText("output"), false);
            case "file" ->
                new Said(
                        Role.USER,
                        List.of(new Content.File(item.requireName("filename"), item.requireText("content"))));
            default -> throw item.refusal("type", "must be one of message, function_call, function_call_output, file");
        };
    }

    private static Role role(Fields item) {
        return switch (item.requireText("role")) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            // The newer word for the same voice.
            case "system", "developer" -> Role.SYSTEM;
            default -> throw item.refusal("role", "must be one of user, assistant, system");
        };
    }

    private static HoldfastException missing(String sentence) {
        return HoldfastException.ofField(Reason.INPUT_MISSING, "input", sentence);
    }
}
