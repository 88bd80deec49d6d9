package dev.holdfast.provider;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.OfferedTool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A question as OpenAI's Responses API takes it. The provider keeps nothing of it. */
final class ResponsesBody {

    private final ModelRequest request;
    private final KeptItems kept;

    private ResponsesBody(ModelRequest request, KeptItems kept) {
        this.request = request;
        this.kept = kept;
    }

    static Json print(ModelRequest request, KeptItems kept) {
        return new Json(JsonWriter.object(new ResponsesBody(request, kept)::write));
    }

    private void write(JsonWriter json) {
        json.field("model", request.model());
        if (request.instructions() != null) {
            json.field("instructions", request.instructions());
        }
        List<Json> input = new ArrayList<>();
        request.conversation().forEach(message -> add(input, message));
        json.field("input", Json.array(input));
        if (!request.tools().isEmpty()) {
            json.array("tools", request.tools(), ResponsesBody::tool);
            choice(json, request.choice());
        }
        sampling(json, request.sampling());
        if (request.reasoning() != null) {
            String effort = request.reasoning().key();
            json.object(
                    "reasoning", reasoning -> reasoning.field("effort", effort).field("summary", "auto"));
            json.field("include", List.of("reasoning.encrypted_content"));
        }
        json.field("store", false);
    }

    private void add(List<Json> input, Message message) {
        switch (message) {
            case Message.Said said -> input.add(said(said));
            case Message.Answered answered -> input.addAll(answered(answered.step()));
            case Message.Called called -> input.add(call(called.callId(), called.tool(), called.arguments()));
            case Message.Returned returned ->
                input.add(item(
                        "function_call_output",
                        json -> json.field("call_id", returned.callId()).field("output", returned.output())));
        }
    }

    private static Json said(Message.Said said) {
        return item("message", json -> {
            json.field("role", Said.role(said.role()));
            if (said.role() == Message.Role.ASSISTANT) {
                json.field("content", Said.plain(said.content()));
            } else {
                json.array("content", said.content(), ResponsesBody::part);
            }
        });
    }

    private static void part(JsonWriter json, Content part) {
        switch (part) {
            case Content.Text text -> json.field("type", "input_text").field("text", text.text());
            case Content.Image image ->
                json.field("type", "input_image")
                        .field("image_url", image.url())
                        .field("detail", "auto");
            case Content.File file -> json.field("type", "input_text").field("text", Said.file(file));
        }
    }

    private List<Json> answered(ModelStep step) {
        List<Json> calls = step.calls().stream().map(ResponsesBody::call).toList();
        return kept.find(step, calls).orElseGet(() -> {
            List<Json> items = new ArrayList<>();
            if (!step.text().isEmpty()) {
                items.add(
                        item("message", json -> json.field("role", "assistant").field("content", step.text())));
            }
            items.addAll(calls);
            return items;
        });
    }

    private static Json call(ToolCall call) {
        return call(call.id().toString(), call.tool(), call.arguments());
    }

    private static Json call(String id, String tool, String arguments) {
        return item(
                "function_call",
                json -> json.field("call_id", id).field("name", tool).field("arguments", arguments));
    }

    private static Json item(String type, Consumer<JsonWriter> fields) {
        return new Json(JsonWriter.object(json -> {
            json.field("type", type);
            fields.accept(json);
        }));
    }

    private static void tool(JsonWriter json, OfferedTool tool) {
        json.field("type", "function");
        OpenAiFields.function(json, tool);
    }

    private static void choice(JsonWriter json, ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> json.field("tool_choice", "none");
            case ToolChoice.Required _ -> json.field("tool_choice", "required");
            case ToolChoice.Named named ->
                json.object(
                        "tool_choice", tool -> tool.field("type", "function").field("name", named.tool()));
        }
    }

    private static void sampling(JsonWriter json, Sampling sampling) {
        OpenAiFields.sampling(json, sampling, "max_output_tokens");
        ResponseFormat asked = sampling.format();
        if (asked != null) {
            json.object("text", text -> text.object("format", format -> format(format, asked)));
        }
    }

    private static void format(JsonWriter json, ResponseFormat format) {
        switch (format) {
            case ResponseFormat.JsonObject _ -> json.field("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                json.field("type", "json_schema");
                OpenAiFields.schema(json, schema);
            }
        }
    }
}
