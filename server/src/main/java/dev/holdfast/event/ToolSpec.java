package dev.holdfast.event;

import dev.holdfast.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tool that a session offers to its models. */
public sealed interface ToolSpec {

    boolean needsApproval();

    /** The names under which a model calls it. */
    List<String> names();

    /** A function that belongs to the caller and waits for the caller's result. */
    record Function(
            String name,
            @Nullable String description,
            @Nullable Json parameters,
            boolean needsApproval) implements ToolSpec {

        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /** A tool that the server runs. */
    record BuiltIn(Kind kind, boolean needsApproval) implements ToolSpec {

        @Override
        public List<String> names() {
            return switch (kind) {
                case WEB_SEARCH -> List.of("web_search");
                case FILE_SEARCH -> List.of("file_search");
                case CODE_INTERPRETER -> List.of("code_interpreter");
                case WORKSPACE -> List.of("Bash", "Read", "Write", "Edit", "Glob", "Grep");
            };
        }
    }

    enum Kind {
        WEB_SEARCH,
        FILE_SEARCH,
        CODE_INTERPRETER,
        WORKSPACE
    }
}
