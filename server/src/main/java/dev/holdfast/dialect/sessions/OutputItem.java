package dev.holdfast.dialect.sessions;

import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.JsonWriter;
import java.util.List;

/** An entry of a turn's output. Calls have the id of their action, by which events name them. */
sealed interface OutputItem {

    /** What the model said. */
    record Answer(String id, String text) implements OutputItem {}

    /** A call that is left to the caller, whose output comes with the input of a later turn. */
    record OpenCall(ToolCall call) implements OutputItem {}

    /** A call that the server ran. */
    record Ran(ToolCallCompleted call) implements OutputItem {}

    static void print(JsonWriter json, OutputItem item) {
        switch (item) {
            case Answer answer ->
                json.field("id", answer.id())
                        .field("type", "message")
                        .field("role", "assistant")
                        .field("status", "completed")
                        .array(
                                "content",
                                List.of(answer.text()),
                                (part, text) ->
                                        part.field("type", "output_text").field("text", text));
            case OpenCall open ->
                json.field("id", open.call().id().toString())
                        .field("type", "function_call")
                        .field("status", "completed")
                        .field("call_id", open.call().id().toString())
                        .field("name", open.call().tool())
                        .field("arguments", open.call().arguments());
            case Ran ran -> ran(json, ran.call());
        }
    }

    private static void ran(JsonWriter json, ToolCallCompleted call) {
        json.field("id", call.action().toString());
        switch (call.tool()) {
            case "web_search", "file_search", "code_interpreter" -> json.field("type", call.tool() + "_call");
            // Tools of the workspace, and what a model called that nobody offered.
            default -> json.field("type", "tool_call").field("name", call.tool());
        }
        json.field("status", call.failed() ? "failed" : "completed")
                .field(call.failed() ? "error" : "output", call.output());
    }
}
