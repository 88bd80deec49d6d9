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

    /** How many characters of the caller's it holds, roughly. */
    public long length() {
        long length = instructions == null ? 0 : instructions.length();
        for (ToolSpec tool : tools) {
            if (tool instanceof ToolSpec.Function function) {
                length += function.description() == null
                        ? 0
                        : function.description().length();
                length += function.parameters() == null
                        ? 0
                        : function.parameters().text().length();
            }
        }
        return length;
    }
}
