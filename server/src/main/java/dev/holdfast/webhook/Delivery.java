package dev.holdfast.webhook;

import dev.holdfast.name.DeliveryId;
import dev.holdfast.name.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to one endpoint, or what became of it.
 *
 * @param subject what it tells of; null for a test
 * @param dueAt when it is tried next; null unless it is pending
 * @param last the last attempt; null before it has ended
 * @param endedAt null while it is pending
 */
record Delivery(
        DeliveryId id,
        String messageId,
        String endpoint,
        String type,
        @Nullable Subject subject,
        State state,
        Instant createdAt,
        @Nullable Instant dueAt,
        int attempts,
        @Nullable Last last,
        @Nullable Instant endedAt) {

    /** An event. */
    record Subject(SessionId session, long sequence) {}

    /** How an attempt ended: with a status, or with a failure. */
    record Last(Instant at, @Nullable Integer status, Reply.@Nullable Failure failure) {}

    enum State {
        PENDING,
        DELIVERED,
        FAILED
    }
}
