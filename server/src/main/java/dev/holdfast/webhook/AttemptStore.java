package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.NODES;
import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.holdfast.name.DeliveryId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.WebhookDeliveriesRecord;
import dev.holdfast.webhook.Reply.Answered;
import dev.holdfast.webhook.Reply.Unanswered;
import dev.holdfast.webhook.Verdict.Again;
import dev.holdfast.webhook.Verdict.Delivered;
import dev.holdfast.webhook.Verdict.GivenUp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Row2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries this node tries, and what came of them. A delivery that is tried belongs to a node in its epoch, so that no
 * other node tries it too; the claim of a node that is gone is free at once or when its lease ends.
 */
final class AttemptStore {

    private static final Field<Instant> NOW = field("clock_timestamp()", SQLDataType.INSTANT);
    private static final String PENDING = "pending";
    private static final int CLEARED_AT_ONCE = 1_000;

    private final Database database;
    private final NodeLease lease;

    AttemptStore(Database database, NodeLease lease) {
        this.database = database;
        this.lease = lease;
    }

    /**
     * Claims what is due, the longest due first.
     *
     * @param room how many for each endpoint
     * @param underWay what this node tries already: a claim of its own that is not among these was lost on the way
     */
    List<Attempt> claim(Instant now, Map<String, Integer> room, Collection<DeliveryId> underWay) {
        Table<?> wanted = wanted(room);
        Field<String> endpoint = field(name("wanted", "endpoint"), SQLDataType.VARCHAR);
        Field<Integer> most = field(name("wanted", "most"), SQLDataType.INTEGER);
        Table<?> found = lateral(select(WEBHOOK_DELIVERIES.DELIVERY_ID)
                        .from(WEBHOOK_DELIVERIES)
                        .where(WEBHOOK_DELIVERIES.ENDPOINT.eq(endpoint))
                        .and(WEBHOOK_DELIVERIES.STATE.eq(PENDING))
                        .and(WEBHOOK_DELIVERIES.DUE_AT.le(now))
                        .and(free(underWay))
                        .orderBy(WEBHOOK_DELIVERIES.DUE_AT, WEBHOOK_DELIVERIES.DELIVERY_ID)
                        .limit(most)
                        .forUpdate()
                        .skipLocked())
                .as("found");
        Field<UUID> id = field(name("due", "delivery_id"), SQLDataType.UUID);
        var due = name("due")
                .as(select(found.field(WEBHOOK_DELIVERIES.DELIVERY_ID))
                        .from(wanted)
                        .crossJoin(found));
        return database
                .sql()
                .with(due)
                .update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.OWNER, lease.id().value())
                .set(WEBHOOK_DELIVERIES.OWNER_EPOCH, lease.epoch())
                .from(due)
                .where(WEBHOOK_DELIVERIES.DELIVERY_ID.eq(id))
                .returning()
                .fetch()
                .stream()
                .sorted(Comparator.comparing(WebhookDeliveriesRecord::getDueAt)
                        .thenComparing(WebhookDeliveriesRecord::getDeliveryId))
                .map(AttemptStore::attempt)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Table<?> wanted(Map<String, Integer> room) {
        Row2<String, Integer>[] rows = room.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toArray(Row2[]::new);
        return DSL.values(rows).as("wanted", "endpoint", "most");
    }

    private Condition free(Collection<DeliveryId> underWay) {
        Condition lost = mine().and(WEBHOOK_DELIVERIES.DELIVERY_ID.notIn(
                underWay.stream().map(DeliveryId::value).toList()));
        Condition abandoned = notExists(selectOne()
                .from(NODES)
                .where(NODES.NODE_ID.eq(WEBHOOK_DELIVERIES.OWNER))
                .and(NODES.EPOCH.eq(WEBHOOK_DELIVERIES.OWNER_EPOCH))
                .and(NODES.ALIVE_UNTIL.gt(NOW)));
        return WEBHOOK_DELIVERIES.OWNER.isNull().or(lost).or(abandoned);
    }

    private Condition mine() {
        return WEBHOOK_DELIVERIES.OWNER.eq(lease.id().value()).and(WEBHOOK_DELIVERIES.OWNER_EPOCH.eq(lease.epoch()));
    }

    /** Writes what came of an attempt and lets go of the delivery, unless another node has taken it over. */
    void finish(Attempt attempt, Reply reply, Verdict verdict, Instant at) {
        switch (verdict) {
            case Delivered _ -> finish(attempt, reply, "delivered", null, at);
            case GivenUp _ -> finish(attempt, reply, "failed", null, at);
            case Again again -> finish(attempt, reply, PENDING, again.due(), at);
        }
    }

    private void finish(Attempt attempt, Reply reply, String state, @Nullable Instant due, Instant at) {
        database.sql()
                .update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.STATE, state)
                .set(WEBHOOK_DELIVERIES.DUE_AT, due)
                .set(WEBHOOK_DELIVERIES.ENDED_AT, due == null ? at : null)
                .set(WEBHOOK_DELIVERIES.ATTEMPTS, WEBHOOK_DELIVERIES.ATTEMPTS.plus(1))
                .set(WEBHOOK_DELIVERIES.TRIED, attempt.tried() + 1)
                .set(WEBHOOK_DELIVERIES.ATTEMPTED_AT, at)
                .set(WEBHOOK_DELIVERIES.LAST_STATUS, reply instanceof Answered answered ? answered.status() : null)
                .set(WEBHOOK_DELIVERIES.LAST_FAILURE, reply instanceof Unanswered unanswered ? lower(unanswered) : null)
                .setNull(WEBHOOK_DELIVERIES.OWNER)
                .setNull(WEBHOOK_DELIVERIES.OWNER_EPOCH)
                .where(WEBHOOK_DELIVERIES.DELIVERY_ID.eq(attempt.id().value()))
                .and(mine())
                .execute();
    }

    private static String lower(Unanswered unanswered) {
        return unanswered.failure().name().toLowerCase(Locale.ROOT);
    }

    /** The endpoints for which something waits and which are not among these. */
    List<String> unknownEndpoints(Set<String> known) {
        return database.sql()
                .selectDistinct(WEBHOOK_DELIVERIES.ENDPOINT)
                .from(WEBHOOK_DELIVERIES)
                .where(WEBHOOK_DELIVERIES.STATE.eq(PENDING))
                .and(WEBHOOK_DELIVERIES.ENDPOINT.notIn(known))
                .orderBy(WEBHOOK_DELIVERIES.ENDPOINT)
                .fetch(WEBHOOK_DELIVERIES.ENDPOINT);
    }

    /** Removes what ended before this, and what nobody has tried since. Tells whether there may be more. */
    boolean clear(Instant before) {
        Field<Instant> since = coalesce(WEBHOOK_DELIVERIES.ENDED_AT, WEBHOOK_DELIVERIES.DUE_AT);
        int cleared = database.sql()
                .deleteFrom(WEBHOOK_DELIVERIES)
                .where(WEBHOOK_DELIVERIES.DELIVERY_ID.in(select(WEBHOOK_DELIVERIES.DELIVERY_ID)
                        .from(WEBHOOK_DELIVERIES)
                        .where(since.lt(before))
                        .orderBy(since)
                        .limit(CLEARED_AT_ONCE)
                        .forUpdate()
                        .skipLocked()))
                .execute();
        return cleared == CLEARED_AT_ONCE;
    }

    private static Attempt attempt(WebhookDeliveriesRecord row) {
        return new Attempt(
                new DeliveryId(row.getDeliveryId()),
                row.getEndpoint(),
                row.getMessageId(),
                WebhookBody.read(row.getBody()),
                row.getTried());
    }
}
