package dev.holdfast.event;

import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is fixed when a session is made. */
public record SessionSettings(
        TenantId tenant,
        KeyId key,
        Origin origin,
        @Nullable String agentId,
        @Nullable String model,
        @Nullable String instructions,
        List<ToolSpec> tools,
        Scope scope,
        Lifetime lifetime) {

    public SessionSettings {
        tools = List.copyOf(tools);
    }
}
