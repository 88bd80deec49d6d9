package dev.holdfast.provider;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A conversation as Anthropic's messages: two who speak in turn, each in blocks. What systems say stands apart.
 */
final class AnthropicConversation {

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    private static final Pattern DATA_URL = Pattern.compile("data:([^;,]+);base64,(.*)", Pattern.DOTALL);
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^a-zA-Z0-9_-]");

    private final KeptItems kept;
    private final List<Json> messages = new ArrayList<>();
    private final List<String> system = new ArrayList<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final List<Json> blocks = new ArrayList<>();
    private String speaker = USER;

    private AnthropicConversation(KeptItems kept) {
        this.kept = kept;
    }

    static AnthropicConversation of(List<Message> conversation, KeptItems kept) {
        AnthropicConversation said = new AnthropicConversation(kept);
        conversation.forEach(said::add);
        said.endMessage();
        return said;
    }

    List<Json> messages() {
        return messages;
    }

    List<String> system() {
        return system;
    }

    /** The names of the tools that were called. */
    Set<String> called() {
        return called;
    }

    private void add(Message message) {
        switch (message) {
            case Message.Said said -> add(said);
            case Message.Answered answered -> add(answered.step());
            case Message.Called call -> {
                speaks(ASSISTANT);
                blocks.add(call(call.callId(), call.tool(), call.arguments()));
            }
            case Message.Returned returned -> {
                speaks(USER);
                blocks.add(block("tool_result", json -> {
                    json.field("tool_use_id", id(returned.callId())).field("content", returned.output());
                    if (returned.failed()) {
                        json.field("is_error", true);
                    }
                }));
            }
        }
    }

    private void add(Message.Said said) {
        switch (said.role()) {
            case SYSTEM -> system.add(Said.plain(said.content()));
            case ASSISTANT -> {
                speaks(ASSISTANT);
                text(Said.plain(said.content()));
            }
            case USER -> {
                speaks(USER);
                said.content().forEach(this::add);
            }
        }
    }

    private void add(Content part) {
        switch (part) {
            case Content.Text words -> text(words.text());
            case Content.Image image ->
                blocks.add(block("image", json -> json.object("source", source -> source(source, image.url()))));
            case Content.File file -> text(Said.file(file));
        }
    }

    private static void source(JsonWriter json, String url) {
        var data = DATA_URL.matcher(url);
        if (data.matches()) {
            json.field("type", "base64").field("media_type", data.group(1)).field("data", data.group(2));
        } else {
            json.field("type", "url").field("url", url);
        }
    }

    private void add(ModelStep step) {
        speaks(ASSISTANT);
        List<Json> calls = step.calls().stream()
                .map(call -> call(call.id().toString(), call.tool(), call.arguments()))
                .toList();
        kept.find(step, calls).ifPresentOrElse(blocks::addAll, () -> {
            text(step.text());
            blocks.addAll(calls);
        });
    }

    /** A block of blank text is refused. */
    private void text(String words) {
        if (!words.isBlank()) {
            blocks.add(block("text", json -> json.field("text", words)));
        }
    }

    private Json call(String id, String tool, String arguments) {
        called.add(tool);
        return block(
                "tool_use", json -> json.field("id", id(id)).field("name", tool).field("input", input(arguments)));
    }

    /** The API takes objects only; what a model or a caller gave may be none. */
    private static Json input(String arguments) {
        try {
            if (JsonParser.parse(arguments) instanceof JsonObject object) {
                return object.json();
            }
        } catch (HoldfastException e) {
            // It is told as the text that it is.
        }
        return new Json(JsonWriter.object(json -> json.field("arguments", arguments)));
    }

    /** Callers may give calls ids that the API refuses. */
    private static String id(String id) {
        return NOT_IN_IDS.matcher(id).replaceAll("_");
    }

    private static Json block(String type, Consumer<JsonWriter> fields) {
        return new Json(JsonWriter.object(json -> {
            json.field("type", type);
            fields.accept(json);
        }));
    }

    private void speaks(String who) {
        if (!speaker.equals(who)) {
            endMessage();
            speaker = who;
        }
    }

    private void endMessage() {
        if (!blocks.isEmpty()) {
            Json content = Json.array(blocks);
            String role = speaker;
            messages.add(
                    new Json(JsonWriter.object(json -> json.field("role", role).field("content", content))));
            blocks.clear();
        }
    }
}
