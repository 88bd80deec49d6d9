package dev.holdfast.dialect.responses;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What a model was given, as items with ids that are the same whenever they are printed. */
final class InputItems {

    private static final int USUAL_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    private final List<Item> items = new ArrayList<>();

    InputItems(String response, List<Message> input) {
        String digits = response.substring(response.indexOf('_') + 1);
        for (Message message : input) {
            String number = "i" + items.size();
            items.add(new Item(prefix(message) + digits + number, message));
        }
    }

    private record Item(String id, Message message) {}

    /** A page as the query asks for it. */
    String page(String limit, String order, String after) {
        List<Item> ordered = new ArrayList<>(items);
        switch (order) {
            case "", "desc" -> Collections.reverse(ordered);
            case "asc" -> {}
            default -> throw refusal("order", "order must be asc or desc.");
        }
        int first = after.isEmpty() ? 0 : place(ordered, after) + 1;
        int end = Math.min(ordered.size(), first + limit(limit));
        List<Item> page = ordered.subList(first, end);
        return JsonWriter.object(json -> json.field("object", "list")
                .array("data", page, InputItems::print)
                .field("first_id", page.isEmpty() ? null : page.getFirst().id())
                .field("last_id", page.isEmpty() ? null : page.getLast().id())
                .field("has_more", end < ordered.size()));
    }

    private static int place(List<Item> items, String id) {
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at).id().equals(id)) {
                return at;
            }
        }
        throw refusal("after", "after must be the id of one of the response's input items.");
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return USUAL_LIMIT;
        }
        boolean digits = text.length() <= 3 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        int limit = digits ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw refusal("limit", "limit must be a number from 1 to " + MAX_LIMIT + ".");
        }
        return limit;
    }

    private static String prefix(Message message) {
        return switch (message) {
            case Message.Said _, Message.Answered _ -> "msg_";
            case Message.Called _ -> "fc_";
            case Message.Returned _ -> "fco_";
        };
    }

    private static void print(JsonWriter json, Item item) {
        json.field("id", item.id());
        switch (item.message()) {
            case Message.Said said ->
                json.field("type", "message")
                        .field("status", "completed")
                        .field("role", said.role().name().toLowerCase(Locale.ROOT))
                        .array("content", said.content(), (part, content) -> printPart(part, said.role(), content));
            case Message.Called called ->
                json.field("type", "function_call")
                        .field("status", "completed")
                        .field("call_id", called.callId())
                        .field("name", called.tool())
                        .field("arguments", called.arguments());
            case Message.Returned returned ->
                json.field("type", "function_call_output")
                        .field("status", returned.failed() ? "incomplete" : "completed")
                        .field("call_id", returned.callId())
                        .field("output", returned.output());
            case Message.Answered answered ->
                throw new IllegalStateException("A turn is not asked with an answer of this server: " + answered);
        }
    }

    private static void printPart(JsonWriter json, Message.Role role, Content content) {
        switch (content) {
            case Content.Text text -> {
                if (role == Message.Role.ASSISTANT) {
                    SpokenItem.textPart(json, text.text());
                } else {
                    json.field("type", "input_text").field("text", text.text());
                }
            }
            case Content.Image image ->
                json.field("type", "input_image")
                        .field("image_url", image.url())
                        .field("detail", "auto");
            case Content.File file ->
                json.field("type", "input_file").field("filename", file.name()).field("file_data", file.text());
        }
    }

    private static HoldfastException refusal(String field, String sentence) {
        return HoldfastException.ofField(Reason.FIELD_INVALID, field, sentence);
    }
}
