package dev.holdfast.event;

import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/** A tool that a session offers to its models. */
public sealed interface ToolSpec {

    boolean needsApproval();

    /** A function that belongs to the caller and waits for the caller's result. */
    record Function(
            String name,
            @Nullable String description,
            @Nullable Json parameters,
            boolean needsApproval) implements ToolSpec {}

    /** A tool that the server runs. */
    record BuiltIn(Kind kind, boolean needsApproval) implements ToolSpec {}

    enum Kind {
        WEB_SEARCH,
        FILE_SEARCH,
        CODE_INTERPRETER,
        WORKSPACE
    }
}
