package dev.holdfast.event;

import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/** The form of a model's answer, where it is not just text. */
public sealed interface ResponseFormat {

    record JsonObject() implements ResponseFormat {}

    record JsonSchema(String name, @Nullable String description, Json schema, boolean strict)
            implements ResponseFormat {}
}
