package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.selectFrom;

import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.event.Origin;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.log.Change;
import dev.holdfast.log.EventCodec;
import dev.holdfast.log.Projection;
import dev.holdfast.name.EventId;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.RowStatement;
import dev.holdfast.storage.schema.tables.records.WebhookDeliveriesRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told, a row for each event and endpoint. Unlike other projections it is no function of the events alone: who
 * is told is configured, and rows go when they are old. So nothing tells whether one is missing; each that is there has to
 * tell of an event that happened.
 */
public final class WebhookProjection implements Projection<SessionState> {

    private static final List<Field<?>> COLUMNS = List.of(
            WEBHOOK_DELIVERIES.DELIVERY_ID,
            WEBHOOK_DELIVERIES.TENANT_ID,
            WEBHOOK_DELIVERIES.ENDPOINT,
            WEBHOOK_DELIVERIES.SESSION_ID,
            WEBHOOK_DELIVERIES.SEQUENCE,
            WEBHOOK_DELIVERIES.TYPE,
            WEBHOOK_DELIVERIES.MESSAGE_ID,
            WEBHOOK_DELIVERIES.BODY,
            WEBHOOK_DELIVERIES.CREATED_AT,
            WEBHOOK_DELIVERIES.DUE_AT);

    private static final RowStatement INSERT = new RowStatement(
            COLUMNS, rows -> insertInto(WEBHOOK_DELIVERIES, COLUMNS).select(selectFrom(rows)));

    private final Endpoints endpoints;
    private final Supplier<UUID> ids;

    public WebhookProjection(Endpoints endpoints, Supplier<UUID> ids) {
        this.endpoints = endpoints;
        this.ids = ids;
    }

    @Override
    public void write(DSLContext transaction, List<Change<SessionState>> changes) {
        if (endpoints.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Change<SessionState> change : changes) {
            change.facts().forEach(fact -> add(change, fact, rows));
        }
        INSERT.run(transaction, rows);
    }

    private void add(Change<SessionState> change, RecordedEvent fact, List<@Nullable Object[]> rows) {
        Optional<WebhookType> type = WebhookType.of(fact.event());
        if (type.isEmpty()) {
            return;
        }
        SessionSettings settings = settings(change);
        if (!told(type.get(), settings.origin())) {
            return;
        }
        List<Endpoint> wanting = endpoints.wanting(settings.tenant(), type.get());
        if (wanting.isEmpty()) {
            return;
        }
        byte[] body = WebhookBody.print(type.get(), change.session(), settings, fact);
        String message = new EventId(change.session(), fact.sequence()).message();
        for (Endpoint endpoint : wanting) {
            rows.add(new @Nullable Object[] {
                ids.get(),
                settings.tenant().value(),
                endpoint.name(),
                change.session().value(),
                fact.sequence(),
                type.get().toString(),
                message,
                body,
                fact.at(),
                fact.at()
            });
        }
    }

    /** The session of a response is nobody's but the response's: what happens to it is told by the end of its turn. */
    private static boolean told(WebhookType type, Origin origin) {
        return switch (type) {
            case TURN_PAUSED, TURN_COMPLETED, TURN_FAILED, TURN_CANCELLED -> true;
            case SESSION_COMPLETED, SESSION_DELETED -> origin != Origin.RESPONSES;
            case TEST -> false;
        };
    }

    /** What is told of happens to a session that was there. */
    private static SessionSettings settings(Change<SessionState> change) {
        return switch (change.before()) {
            case Living living -> living.settings();
            case Unborn _, Gone _ -> throw new IllegalStateException(change.session() + " has no settings");
        };
    }

    @Override
    public List<String> differences(DSLContext snapshot, SessionId session, SessionState state) {
        return snapshot
                .select(
                        WEBHOOK_DELIVERIES.SEQUENCE,
                        WEBHOOK_DELIVERIES.TYPE,
                        WEBHOOK_DELIVERIES.MESSAGE_ID,
                        EVENTS.KIND,
                        EVENTS.PAYLOAD)
                .from(WEBHOOK_DELIVERIES)
                .leftJoin(EVENTS)
                .on(EVENTS.SESSION_ID.eq(WEBHOOK_DELIVERIES.SESSION_ID))
                .and(EVENTS.SEQUENCE.eq(WEBHOOK_DELIVERIES.SEQUENCE))
                .where(WEBHOOK_DELIVERIES.SESSION_ID.eq(session.value()))
                .orderBy(WEBHOOK_DELIVERIES.SEQUENCE)
                .fetch()
                .stream()
                .filter(row -> !happened(session, row))
                .map(row -> "webhook_deliveries tells of event " + row.get(WEBHOOK_DELIVERIES.SEQUENCE) + " as "
                        + row.get(WEBHOOK_DELIVERIES.TYPE) + ", which is not what happened")
                .toList();
    }

    private static boolean happened(SessionId session, Record row) {
        if (row.get(EVENTS.KIND) == null) {
            return false;
        }
        WebhookDeliveriesRecord told = row.into(WEBHOOK_DELIVERIES);
        return WebhookType.of(EventCodec.decode(row.get(EVENTS.KIND), row.get(EVENTS.PAYLOAD)))
                        .filter(type -> type.toString().equals(told.getType()))
                        .isPresent()
                && new EventId(session, told.getSequence()).message().equals(told.getMessageId());
    }
}
