package dev.holdfast.provider;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.OfferedTool;
import java.util.ArrayList;
import java.util.List;

/** A question as the Chat Completions API takes it, which many servers speak. */
final class ChatBody {

    private final List<Json> messages = new ArrayList<>();

    /** Calls of a caller's telling that follow each other are one message. */
    private final List<Called> told = new ArrayList<>();

    private ChatBody() {}

    static Json print(ModelRequest request) {
        ChatBody body = new ChatBody();
        if (request.instructions() != null) {
            body.messages.add(text("system", request.instructions()));
        }
        request.conversation().forEach(body::add);
        body.endTold();
        return new Json(JsonWriter.object(json -> body.write(json, request)));
    }

    private void write(JsonWriter json, ModelRequest request) {
        json.field("model", request.model()).field("messages", Json.array(messages));
        if (!request.tools().isEmpty()) {
            json.array("tools", request.tools(), ChatBody::tool);
            choice(json, request.choice());
        }
        OpenAiFields.sampling(json, request.sampling(), "max_completion_tokens");
        ResponseFormat asked = request.sampling().format();
        if (asked != null) {
            json.object("response_format", format -> format(format, asked));
        }
        if (request.reasoning() != null) {
            json.field("reasoning_effort", request.reasoning().key());
        }
        json.object("stream_options", options -> options.field("include_usage", true));
    }

    private void add(Message message) {
        if (message instanceof Called called) {
            told.add(called);
            return;
        }
        endTold();
        switch (message) {
            case Message.Said said -> messages.add(said(said));
            case Message.Answered answered -> messages.add(answered(answered.step()));
            case Message.Returned returned ->
                messages.add(new Json(JsonWriter.object(json -> json.field("role", "tool")
                        .field("tool_call_id", returned.callId())
                        .field("content", returned.output()))));
            case Called _ -> throw new IllegalStateException("Calls are gathered before");
        }
    }

    private void endTold() {
        if (!told.isEmpty()) {
            List<Called> calls = List.copyOf(told);
            told.clear();
            messages.add(new Json(JsonWriter.object(json -> json.field("role", "assistant")
                    .array(
                            "tool_calls",
                            calls,
                            (out, call) -> call(out, call.callId(), call.tool(), call.arguments())))));
        }
    }

    private static Json said(Message.Said said) {
        if (said.role() != Message.Role.USER) {
            return text(Said.role(said.role()), Said.plain(said.content()));
        }
        return new Json(
                JsonWriter.object(json -> json.field("role", "user").array("content", said.content(), ChatBody::part)));
    }

    private static void part(JsonWriter json, Content part) {
        switch (part) {
            case Content.Text text -> json.field("type", "text").field("text", text.text());
            case Content.Image image ->
                json.field("type", "image_url").object("image_url", url -> url.field("url", image.url()));
            case Content.File file -> json.field("type", "text").field("text", Said.file(file));
        }
    }

    private static Json answered(ModelStep step) {
        if (step.calls().isEmpty()) {
            return text("assistant", step.text());
        }
        return new Json(JsonWriter.object(json -> {
            json.field("role", "assistant");
            if (!step.text().isEmpty()) {
                json.field("content", step.text());
            }
            json.array("tool_calls", step.calls(), ChatBody::call);
        }));
    }

    private static Json text(String role, String text) {
        return new Json(JsonWriter.object(json -> json.field("role", role).field("content", text)));
    }

    private static void call(JsonWriter json, ToolCall call) {
        call(json, call.id().toString(), call.tool(), call.arguments());
    }

    private static void call(JsonWriter json, String id, String tool, String arguments) {
        json.field("id", id)
                .field("type", "function")
                .object("function", function -> function.field("name", tool).field("arguments", arguments));
    }

    private static void tool(JsonWriter json, OfferedTool tool) {
        json.field("type", "function").object("function", function -> OpenAiFields.function(function, tool));
    }

    private static void choice(JsonWriter json, ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> json.field("tool_choice", "none");
            case ToolChoice.Required _ -> json.field("tool_choice", "required");
            case ToolChoice.Named named ->
                json.object(
                        "tool_choice",
                        tool -> tool.field("type", "function")
                                .object("function", function -> function.field("name", named.tool())));
        }
    }

    private static void format(JsonWriter json, ResponseFormat format) {
        switch (format) {
            case ResponseFormat.JsonObject _ -> json.field("type", "json_object");
            case ResponseFormat.JsonSchema schema ->
                json.field("type", "json_schema").object("json_schema", fields -> OpenAiFields.schema(fields, schema));
        }
    }
}
