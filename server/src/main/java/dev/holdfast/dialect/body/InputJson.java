package dev.holdfast.dialect.body;

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

/**
 * The input of a turn: a text, or a list of messages, function calls, their outputs and files. What a response put out can
 * be given back as it is: of it reasoning is passed over, and a call that the server ran is told with its result.
 */
public final class InputJson {

    private InputJson() {}

    public static List<Message> parse(Fields body) {
        return parse(body, Reason.INPUT_MISSING);
    }

    /** Where another reason is given for an input that is not there. */
    public static List<Message> parse(Fields body, Reason missing) {
        Optional<JsonValue> field = body.find("input");
        if (field.isEmpty()) {
            throw missing(missing, "input is missing. Give a text or a list of items.");
        }
        Fields refused = body.refusedAs(Reason.INPUT_INVALID);
        return switch (field.get()) {
            case JsonString _ -> List.of(new Said(Role.USER, List.of(text(refused.requireText("input"), missing))));
            case JsonArray array -> items(array.items(), missing);
            case JsonValue other ->
                throw refused.refusal("input", "must be a string or an array; it is " + other.kind());
        };
    }

    private static Content text(String text, Reason missing) {
        if (text.isBlank()) {
            throw missing(missing, "input is an empty text. Say what the turn is about.");
        }
        return new Content.Text(text);
    }

    private static List<Message> items(List<JsonValue> items, Reason missing) {
        if (items.isEmpty()) {
            throw missing(missing, "input is an empty list. Give at least one item.");
        }
        List<Message> messages = new ArrayList<>(items.size());
        for (int at = 0; at < items.size(); at++) {
            messages.addAll(item(Fields.of("input[" + at + "]", items.get(at), Reason.INPUT_INVALID)));
        }
        if (messages.isEmpty()) {
            throw missing(missing, "input holds nothing but reasoning. Give at least one other item.");
        }
        return messages;
    }

    private static List<Message> item(Fields item) {
        String type = item.text("type").orElse("message");
        return switch (type) {
            case "message" -> List.of(new Said(role(item), ContentJson.parse(item)));
            case "function_call" -> List.of(called(item, item.requireName("call_id")));
            case "function_call_output" ->
                List.of(new Returned(item.requireName("call_id"), ContentJson.output(item), false));
            case "mcp_call" -> List.of(called(item, item.requireName("id")), returned(item));
            case "reasoning" -> List.of();
            case "file" ->
                List.of(new Said(
                        Role.USER,
                        List.of(new Content.File(item.requireName("filename"), item.requireText("content")))));
            default -> throw item.refusal("type", "must be one of message, function_call, function_call_output, file");
        };
    }

    private static Called called(Fields item, String id) {
        return new Called(id, item.requireName("name"), item.requireText("arguments"));
    }

    private static Returned returned(Fields item) {
        Optional<JsonValue> error = item.find("error");
        return new Returned(
                item.requireName("id"),
                error.map(value -> value.json().text())
                        .or(() -> item.text("output"))
                        .orElse(""),
                error.isPresent());
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

    private static HoldfastException missing(Reason reason, String sentence) {
        return HoldfastException.ofField(reason, "input", sentence);
    }
}
