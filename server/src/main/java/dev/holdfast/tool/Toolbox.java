package dev.holdfast.tool;

import dev.holdfast.event.ToolSpec;
import dev.holdfast.model.OfferedTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tools that this server runs, by the names under which models call them. */
public final class Toolbox {

    private static final String QUERY =
            "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\"}},\"required\":[\"query\"]}";
    private static final String CODE =
            "{\"type\":\"object\",\"properties\":{\"code\":{\"type\":\"string\"}},\"required\":[\"code\"]}";
    private static final String COMMAND =
            "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\"}},\"required\":[\"command\"]}";
    private static final String PATH =
            "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},\"required\":[\"path\"]}";
    private static final String PATH_AND_CONTENT =
            "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},"
                    + "\"content\":{\"type\":\"string\"}},\"required\":[\"path\",\"content\"]}";
    private static final String EDIT = "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},"
            + "\"old\":{\"type\":\"string\"},\"new\":{\"type\":\"string\"}},\"required\":[\"path\",\"old\",\"new\"]}";
    private static final String PATTERN =
            "{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\"}},\"required\":[\"pattern\"]}";

    private final Map<String, ServerTool> tools = new LinkedHashMap<>();

    public Toolbox(List<ServerTool> tools) {
        tools.forEach(tool -> this.tools.put(tool.offer().name(), tool));
    }

    /** The tools that the documented APIs name; a session that asks for one may be made before the server has it. */
    public static Toolbox builtIn() {
        return new Toolbox(List.of(
                new UnavailableTool("web_search", "Searches the web.", QUERY),
                new UnavailableTool("file_search", "Searches the files of the workspace.", QUERY),
                new UnavailableTool("code_interpreter", "Runs Python.", CODE),
                new UnavailableTool("Bash", "Runs a shell command in the workspace.", COMMAND),
                new UnavailableTool("Read", "Reads a file of the workspace.", PATH),
                new UnavailableTool("Write", "Writes a file of the workspace, whole.", PATH_AND_CONTENT),
                new UnavailableTool("Edit", "Replaces text in a file of the workspace.", EDIT),
                new UnavailableTool("Glob", "Lists files whose paths fit a pattern.", PATTERN),
                new UnavailableTool("Grep", "Finds lines that fit a pattern.", PATTERN)));
    }

    /** What a model is told of the tools that a turn offers, those of the caller included. */
    public List<OfferedTool> offers(List<ToolSpec> specs) {
        return specs.stream()
                .flatMap(spec -> switch (spec) {
                    case ToolSpec.Function function ->
                        Stream.of(new OfferedTool(function.name(), function.description(), function.parameters()));
                    case ToolSpec.BuiltIn builtIn ->
                        builtIn.names().stream()
                                .flatMap(name -> find(name).stream())
                                .map(ServerTool::offer);
                })
                .toList();
    }

    public Optional<ServerTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }
}
