package dev.holdfast.tool;

/** What a call came back with, in words for the model. */
public record ToolResult(String output, boolean failed) {}
