package dev.holdfast.webhook;

import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import org.jspecify.annotations.Nullable;

/** Which of a tenant's deliveries a list shows; an absent filter lets everything pass. */
record DeliveryQuery(
        TenantId tenant,
        @Nullable String endpoint,
        Delivery.@Nullable State state,
        @Nullable SessionId session) {}
