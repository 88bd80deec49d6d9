package dev.holdfast.session;

import dev.holdfast.event.Lifetime;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a new session, in whatever API, before anything has been checked but its types. An absent lifetime
 * or access means the usual one.
 */
public record SessionDraft(
        @Nullable String agentId,
        Json metadata,
        @Nullable String model,
        @Nullable String instructions,
        List<ToolSpec> tools,
        @Nullable Access access,
        @Nullable Lifetime lifetime) {

    /** Paths as the caller wrote them. */
    public record Access(List<String> read, List<String> write) {}
}
