package dev.holdfast.tool;

import dev.holdfast.json.Json;
import dev.holdfast.model.OfferedTool;

/** A tool that this server knows by name and has no machinery for: the model is told so when it calls it. */
record UnavailableTool(OfferedTool offer) implements ServerTool {

    UnavailableTool(String name, String description, String schema) {
        this(new OfferedTool(name, description, new Json(schema)));
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public ToolResult run(ToolInvocation invocation) {
        return new ToolResult(offer.name() + " is not available on this server. Go on without it.", true);
    }
}
