package dev.holdfast.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for a session's tools, the same for every API. */
public final class ToolsCheck {

    static final int MAX_TOOLS = 128;
    static final int MAX_DESCRIPTION_BYTES = 16 * 1024;
    static final int MAX_TOTAL_BYTES = 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ToolsCheck() {}

    public static List<ToolSpec> tools(List<ToolSpec> tools) {
        if (tools.size() > MAX_TOOLS) {
            throw invalid("tools", "tools has " + tools.size() + " entries; it may have " + MAX_TOOLS + ".");
        }
        Set<Object> seen = new HashSet<>();
        int total = 0;
        for (int at = 0; at < tools.size(); at++) {
            String field = "tools[" + at + "]";
            total += size(tools.get(at));
            if (!seen.add(identity(field, tools.get(at)))) {
                throw invalid(field, field + " repeats an earlier tool. Each may be named once.");
            }
        }
        if (total > MAX_TOTAL_BYTES) {
            throw invalid("tools", "tools hold " + total + " bytes; they may hold " + MAX_TOTAL_BYTES + " in all.");
        }
        return tools;
    }

    private static Object identity(String field, ToolSpec tool) {
        return switch (tool) {
            case ToolSpec.Function function -> function(field, function).name();
            case ToolSpec.BuiltIn builtIn -> builtIn.kind();
        };
    }

    private static ToolSpec.Function function(String field, ToolSpec.Function function) {
        if (!NAME.matcher(function.name()).matches()) {
            throw invalid(field, field + " needs a name of 1 to 64 letters, digits, underscores and hyphens.");
        }
        String description = function.description();
        if (description != null && (!SettingsCheck.plain(description) || bytes(description) > MAX_DESCRIPTION_BYTES)) {
            throw invalid(
                    field,
                    field + " has a description that is not text of at most " + MAX_DESCRIPTION_BYTES + " bytes.");
        }
        Json parameters = function.parameters();
        if (parameters != null && !parameters.object()) {
            throw invalid(field, field + " has parameters that are not a JSON Schema object.");
        }
        return function;
    }

    private static int size(ToolSpec tool) {
        return switch (tool) {
            case ToolSpec.Function function -> {
                Json parameters = function.parameters();
                yield bytes(function.description()) + (parameters == null ? 0 : bytes(parameters.text()));
            }
            case ToolSpec.BuiltIn ignored -> 0;
        };
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(UTF_8).length;
    }

    private static HoldfastException invalid(String field, String sentence) {
        return HoldfastException.ofField(Reason.TOOLS_INVALID, field, sentence);
    }
}
