package dev.holdfast.dialect.body;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tools of a request: functions in the documented nested form or flat, and the built-in ones by their type.
 */
public final class ToolJson {

    private ToolJson() {}

    public static List<ToolSpec> parse(JsonValue field) {
        if (!(field instanceof JsonArray array)) {
            throw invalid("tools", "tools must be an array; it is " + field.kind() + ".");
        }
        List<ToolSpec> tools = new ArrayList<>(array.items().size());
        for (JsonValue item : array.items()) {
            tools.add(tool("tools[" + tools.size() + "]", item));
        }
        return tools;
    }

    public static String type(ToolSpec.Kind kind) {
        return switch (kind) {
            case WEB_SEARCH -> "web_search_preview";
            case FILE_SEARCH -> "file_search";
            case CODE_INTERPRETER -> "code_interpreter";
            case WORKSPACE -> "workspace";
        };
    }

    private static ToolSpec tool(String at, JsonValue item) {
        if (!(item instanceof JsonObject tool)) {
            throw invalid(at, at + " must be an object; it is " + item.kind() + ".");
        }
        boolean needsApproval = flag(at, tool);
        String type = text(at, "type", tool).orElse("");
        if (type.equals("function")) {
            return function(at, nested(at, tool), needsApproval);
        }
        for (ToolSpec.Kind kind : ToolSpec.Kind.values()) {
            if (type.equals(type(kind))) {
                return new ToolSpec.BuiltIn(kind, needsApproval);
            }
        }
        if (type.equals("mcp")) {
            throw invalid(at, at + " is an MCP server. This server does not offer tools of MCP servers yet.");
        }
        throw invalid(
                at,
                at + ".type must be one of function, web_search_preview, file_search, code_interpreter, workspace.");
    }

    /** The object that holds the function's fields: the one under `function`, or the tool itself. */
    private static JsonObject nested(String at, JsonObject tool) {
        Optional<JsonValue> function = tool.find("function");
        if (function.isEmpty()) {
            return tool;
        }
        if (function.get() instanceof JsonObject object) {
            return object;
        }
        throw invalid(
                at, at + ".function must be an object; it is " + function.get().kind() + ".");
    }

    private static ToolSpec function(String at, JsonObject function, boolean needsApproval) {
        String name = text(at, "name", function).orElse("");
        String description = text(at, "description", function).orElse(null);
        Json parameters = function.find("parameters").map(JsonValue::json).orElse(null);
        return new ToolSpec.Function(name, description, parameters, needsApproval);
    }

    private static boolean flag(String at, JsonObject tool) {
        Optional<JsonValue> flag = tool.find("needsApproval").or(() -> tool.find("needs_approval"));
        if (flag.isEmpty()) {
            return false;
        }
        if (flag.get() instanceof JsonBoolean value) {
            return value.value();
        }
        throw invalid(
                at,
                at + ".needsApproval must be true or false; it is " + flag.get().kind() + ".");
    }

    private static Optional<String> text(String at, String name, JsonObject object) {
        Optional<JsonValue> field = object.find(name);
        if (field.isPresent() && !(field.get() instanceof JsonString)) {
            throw invalid(
                    at,
                    at + "." + name + " must be a string; it is " + field.get().kind() + ".");
        }
        return field.map(value -> ((JsonString) value).value());
    }

    private static HoldfastException invalid(String field, String sentence) {
        return HoldfastException.ofField(Reason.TOOLS_INVALID, field, sentence);
    }
}
