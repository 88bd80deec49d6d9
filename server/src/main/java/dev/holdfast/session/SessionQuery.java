package dev.holdfast.session;

import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.Origin;
import dev.holdfast.name.TenantId;
import org.jspecify.annotations.Nullable;

/** Which of a tenant's sessions a list shows; an absent filter lets everything pass. */
public record SessionQuery(
        TenantId tenant,
        @Nullable Origin origin,
        @Nullable SessionStatus status,
        @Nullable String agentId) {}
