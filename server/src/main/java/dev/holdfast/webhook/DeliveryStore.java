package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;

import dev.holdfast.json.Json;
import dev.holdfast.name.DeliveryId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.WebhookDeliveriesRecord;
import dev.holdfast.webhook.Delivery.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Deliveries as callers see them. Every reader names its tenant. */
final class DeliveryStore {

    /** Bodies are large, and only one who asks for a single delivery wants to see it. */
    private static final List<Field<?>> WITHOUT_BODY = Arrays.stream(WEBHOOK_DELIVERIES.fields())
            .filter(column -> !column.equals(WEBHOOK_DELIVERIES.BODY))
            .<Field<?>>map(column -> column)
            .toList();

    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    /** A delivery and what it says. */
    record Found(Delivery delivery, Json body) {}

    Optional<Found> find(TenantId tenant, DeliveryId id) {
        return database.sql()
                .selectFrom(WEBHOOK_DELIVERIES)
                .where(named(tenant, id))
                .fetchOptional(row -> new Found(delivery(row), WebhookBody.read(row.getBody())));
    }

    /** A page of deliveries, the newest first. */
    List<Delivery> list(DeliveryQuery query, @Nullable DeliveryId after, int most) {
        Condition condition = WEBHOOK_DELIVERIES.TENANT_ID.eq(query.tenant().value());
        if (after != null) {
            condition = condition.and(WEBHOOK_DELIVERIES.DELIVERY_ID.lt(after.value()));
        }
        if (query.endpoint() != null) {
            condition = condition.and(WEBHOOK_DELIVERIES.ENDPOINT.eq(query.endpoint()));
        }
        if (query.state() != null) {
            condition = condition.and(WEBHOOK_DELIVERIES.STATE.eq(lower(query.state())));
        }
        if (query.session() != null) {
            condition = condition.and(
                    WEBHOOK_DELIVERIES.SESSION_ID.eq(query.session().value()));
        }
        return database.sql()
                .select(WITHOUT_BODY)
                .from(WEBHOOK_DELIVERIES)
                .where(condition)
                .orderBy(WEBHOOK_DELIVERIES.DELIVERY_ID.desc())
                .limit(most)
                .fetch(row -> delivery(row.into(WEBHOOK_DELIVERIES)));
    }

    /** Makes a delivery due now. The claim of a node that tries it just then stays, so that it is not sent twice. */
    Optional<Delivery> redeliver(TenantId tenant, DeliveryId id, Instant now) {
        return database.sql()
                .update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.STATE, lower(State.PENDING))
                .set(WEBHOOK_DELIVERIES.DUE_AT, now)
                .set(WEBHOOK_DELIVERIES.TRIED, 0)
                .setNull(WEBHOOK_DELIVERIES.ENDED_AT)
                .where(named(tenant, id))
                .returning(WITHOUT_BODY)
                .fetchOptional(DeliveryStore::delivery);
    }

    Delivery insertTest(TenantId tenant, DeliveryId id, String endpoint, byte[] body, Instant now) {
        return database.sql()
                .insertInto(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.DELIVERY_ID, id.value())
                .set(WEBHOOK_DELIVERIES.TENANT_ID, tenant.value())
                .set(WEBHOOK_DELIVERIES.ENDPOINT, endpoint)
                .set(WEBHOOK_DELIVERIES.TYPE, WebhookType.TEST.toString())
                .set(WEBHOOK_DELIVERIES.MESSAGE_ID, id.message())
                .set(WEBHOOK_DELIVERIES.BODY, body)
                .set(WEBHOOK_DELIVERIES.CREATED_AT, now)
                .set(WEBHOOK_DELIVERIES.DUE_AT, now)
                .returning()
                .fetchSingle(DeliveryStore::delivery);
    }

    private static Condition named(TenantId tenant, DeliveryId id) {
        return WEBHOOK_DELIVERIES.TENANT_ID.eq(tenant.value()).and(WEBHOOK_DELIVERIES.DELIVERY_ID.eq(id.value()));
    }

    private static Delivery delivery(WebhookDeliveriesRecord row) {
        return new Delivery(
                new DeliveryId(row.getDeliveryId()),
                row.getMessageId(),
                row.getEndpoint(),
                row.getType(),
                row.getSessionId() == null
                        ? null
                        : new Delivery.Subject(new SessionId(row.getSessionId()), row.getSequence()),
                State.valueOf(row.getState().toUpperCase(Locale.ROOT)),
                row.getCreatedAt(),
                row.getDueAt(),
                row.getAttempts(),
                last(row),
                row.getEndedAt());
    }

    private static Delivery.@Nullable Last last(WebhookDeliveriesRecord row) {
        String failure = row.getLastFailure();
        return row.getAttemptedAt() == null
                ? null
                : new Delivery.Last(
                        row.getAttemptedAt(),
                        row.getLastStatus(),
                        failure == null ? null : Reply.Failure.valueOf(failure.toUpperCase(Locale.ROOT)));
    }

    private static String lower(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
