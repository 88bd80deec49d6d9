package dev.holdfast.webhook;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.DeliveryId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.v1.ListWebhookDeliveriesRequest;
import dev.holdfast.v1.WebhookState;
import org.jspecify.annotations.Nullable;

/** Requests about webhooks, parsed. */
final class WebhookRequests {

    private WebhookRequests() {}

    static DeliveryQuery query(TenantId tenant, ListWebhookDeliveriesRequest request) {
        return new DeliveryQuery(
                tenant,
                request.hasEndpoint() ? request.getEndpoint() : null,
                state(request.getState()),
                request.hasOfSessionId() ? session(request.getOfSessionId()) : null);
    }

    static DeliveryId id(String text) {
        return DeliveryId.parse(text).orElseThrow(Webhooks::deliveryNotFound);
    }

    /** Pages are ordered by ids, so a page begins where an id is or was. */
    static @Nullable DeliveryId pageToken(String token) {
        return token.isEmpty()
                ? null
                : DeliveryId.parse(token)
                        .orElseThrow(() -> new HoldfastException(
                                Reason.PAGE_TOKEN_INVALID,
                                "The page token was not given out by this list. Begin without one."));
    }

    private static SessionId session(String text) {
        return SessionId.parse(text)
                .or(() -> SessionId.parseResponse(text))
                .orElseThrow(() -> HoldfastException.ofField(
                        Reason.FILTER_INVALID,
                        "of_session_id",
                        "of_session_id is not the id of a session or of a response."));
    }

    private static Delivery.@Nullable State state(WebhookState state) {
        return switch (state) {
            case WEBHOOK_STATE_UNSPECIFIED -> null;
            case WEBHOOK_STATE_PENDING -> Delivery.State.PENDING;
            case WEBHOOK_STATE_DELIVERED -> Delivery.State.DELIVERED;
            case WEBHOOK_STATE_FAILED -> Delivery.State.FAILED;
            case UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.FILTER_INVALID, "state", "state has a value that this server does not know.");
        };
    }
}
