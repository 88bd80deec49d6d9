package dev.holdfast.dialect.responses;

import dev.holdfast.dialect.body.ToolJson;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Parts of a request as its response repeats them. */
final class RequestJson {

    private RequestJson() {}

    static void printChoice(JsonWriter json, ToolChoice choice) {
        String name = "tool_choice";
        switch (choice) {
            case ToolChoice.Auto _ -> json.field(name, "auto");
            case ToolChoice.None _ -> json.field(name, "none");
            case ToolChoice.Required _ -> json.field(name, "required");
            case ToolChoice.Named named ->
                json.object(name, inner -> inner.field("type", "function").field("name", named.tool()));
        }
    }

    static void printTool(JsonWriter json, ToolSpec tool) {
        switch (tool) {
            case ToolSpec.Function function -> {
                Json parameters = function.parameters();
                json.field("type", "function")
                        .field("name", function.name())
                        .field("description", function.description());
                if (parameters == null) {
                    json.field("parameters", (String) null);
                } else {
                    json.field("parameters", parameters);
                }
                json.field("strict", (String) null);
            }
            case ToolSpec.BuiltIn builtIn -> json.field("type", ToolJson.type(builtIn.kind()));
        }
    }

    static void printFormat(JsonWriter json, @Nullable ResponseFormat format) {
        switch (format) {
            case null -> json.field("type", "text");
            case ResponseFormat.JsonObject _ -> json.field("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                json.field("type", "json_schema").field("name", schema.name());
                if (schema.description() != null) {
                    json.field("description", schema.description());
                }
                json.field("schema", schema.schema()).field("strict", schema.strict());
            }
        }
    }
}
