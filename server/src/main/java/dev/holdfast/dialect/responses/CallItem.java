package dev.holdfast.dialect.responses;

import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of the model: of the caller's function, whose result comes with a later response's input, or of a tool that the
 * server runs. OpenAI's vocabulary knows the latter as calls of an MCP server, with name, arguments and output.
 */
final class CallItem implements OutputItem {

    private static final String SERVER_LABEL = "holdfast";

    private final ToolCall call;
    private final Runner runner;
    private final int index;
    private Status status = Status.IN_PROGRESS;
    private @Nullable String output;

    CallItem(ToolCallStarted started, int index) {
        this.call = started.call();
        this.runner = started.runner();
        this.index = index;
    }

    @Override
    public String id() {
        String id = call.id().toString();
        String rest = id.substring(id.indexOf('_'));
        return switch (runner) {
            case CALLER -> "fc" + rest;
            case SERVER -> "mcp" + rest;
        };
    }

    @Override
    public int index() {
        return index;
    }

    Runner runner() {
        return runner;
    }

    ToolCall call() {
        return call;
    }

    void end(Status how) {
        status = how;
    }

    void end(Status how, String result) {
        status = how;
        output = result;
    }

    /** Its arguments are told once it has begun. */
    @Override
    public void print(JsonWriter json) {
        print(json, call.arguments());
    }

    void printBegun(JsonWriter json) {
        print(json, "");
    }

    private void print(JsonWriter json, String arguments) {
        json.field("id", id());
        switch (runner) {
            case CALLER ->
                json.field("type", "function_call")
                        .field("status", status.toString())
                        .field("call_id", call.id().toString())
                        .field("name", call.tool())
                        .field("arguments", arguments);
            case SERVER -> {
                json.field("type", "mcp_call")
                        .field("status", status.toString())
                        .field("server_label", SERVER_LABEL)
                        .field("name", call.tool())
                        .field("arguments", arguments)
                        .field("output", status == Status.FAILED ? null : output);
                printError(json);
            }
        }
    }

    private void printError(JsonWriter json) {
        String told = output;
        if (status == Status.FAILED && told != null) {
            json.object(
                    "error",
                    error -> error.field("type", "mcp_tool_execution_error")
                            .array(
                                    "content",
                                    List.of(told),
                                    (part, text) -> part.field("type", "text").field("text", text)));
        } else {
            json.field("error", (String) null);
        }
    }
}
