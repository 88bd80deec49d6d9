package dev.holdfast.webhook;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.holdfast.v1.WebhookDelivery;
import dev.holdfast.v1.WebhookFailure;
import dev.holdfast.v1.WebhookState;
import java.time.Instant;

/** Deliveries as messages of the native API. */
final class WebhookMessages {

    private WebhookMessages() {}

    static WebhookDelivery delivery(Delivery delivery) {
        WebhookDelivery.Builder message = WebhookDelivery.newBuilder()
                .setDeliveryId(delivery.id().toString())
                .setWebhookId(delivery.messageId())
                .setEndpoint(delivery.endpoint())
                .setType(delivery.type())
                .setState(
                        switch (delivery.state()) {
                            case PENDING -> WebhookState.WEBHOOK_STATE_PENDING;
                            case DELIVERED -> WebhookState.WEBHOOK_STATE_DELIVERED;
                            case FAILED -> WebhookState.WEBHOOK_STATE_FAILED;
                        })
                .setCreateTime(time(delivery.createdAt()))
                .setAttempts(delivery.attempts());
        Delivery.Subject subject = delivery.subject();
        if (subject != null) {
            message.setSessionId(subject.session().toString()).setSequence(subject.sequence());
        }
        if (delivery.dueAt() != null) {
            message.setNextAttemptTime(time(delivery.dueAt()));
        }
        if (delivery.endedAt() != null) {
            message.setEndTime(time(delivery.endedAt()));
        }
        if (delivery.last() != null) {
            add(delivery.last(), message);
        }
        return message.build();
    }

    private static void add(Delivery.Last last, WebhookDelivery.Builder message) {
        message.setLastAttemptTime(time(last.at()));
        if (last.status() != null) {
            message.setLastStatus(last.status());
        }
        if (last.failure() != null) {
            message.setLastFailure(
                    switch (last.failure()) {
                        case TIMEOUT -> WebhookFailure.WEBHOOK_FAILURE_TIMEOUT;
                        case CONNECTION -> WebhookFailure.WEBHOOK_FAILURE_CONNECTION;
                        case TLS -> WebhookFailure.WEBHOOK_FAILURE_TLS;
                        case FAULT -> WebhookFailure.WEBHOOK_FAILURE_FAULT;
                    });
        }
    }

    private static Timestamp time(Instant time) {
        return Timestamps.fromMillis(time.toEpochMilli());
    }
}
