package dev.holdfast.tool;

import dev.holdfast.model.OfferedTool;

/** A tool that the server runs. */
public interface ServerTool {

    /** What the model is told of it. */
    OfferedTool offer();

    /** Whether it may be run again when a crash left it unknown whether it ran. */
    boolean repeatable();

    /** Runs a call and blocks until it is over. An interruption ends it soon, with the exception. */
    ToolResult run(ToolInvocation invocation) throws InterruptedException;
}
