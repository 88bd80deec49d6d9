package dev.holdfast.model;

import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A tool as a model is told of it.
 *
 * @param parameters the JSON schema of its arguments
 */
public record OfferedTool(
        String name, @Nullable String description, @Nullable Json parameters) {}
