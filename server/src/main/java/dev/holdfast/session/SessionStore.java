package dev.holdfast.session;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.holdfast.engine.SessionState.Ledger;
import dev.holdfast.engine.SessionState.Times;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.event.Origin;
import dev.holdfast.json.Json;
import dev.holdfast.log.EventCodec;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.FixedQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;

/** Reads sessions: the projection's row with the settings of event 0. Every reader names its tenant. */
final class SessionStore {

    private static final long FIRST_SEQUENCE = 0;

    /** A session's row, and what event 0 holds. */
    private static final List<Field<?>> SHOWN = Stream.concat(
                    Arrays.stream(SESSIONS.fields()), Stream.of(EVENTS.KIND, EVENTS.PAYLOAD))
            .toList();

    private static final FixedQuery FIND = new FixedQuery(select(SHOWN)
            .from(SESSIONS)
            .join(EVENTS)
            .on(EVENTS.SESSION_ID.eq(SESSIONS.SESSION_ID))
            .and(EVENTS.SEQUENCE.eq(inline(FIRST_SEQUENCE)))
            .where(SESSIONS.TENANT_ID.eq(param("tenant", UUID.class)))
            .and(SESSIONS.SESSION_ID.eq(param("session", UUID.class))));

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    Optional<Session> find(TenantId tenant, SessionId id) {
        return FIND.fetch(database.sql(), SessionStore::session, tenant.value(), id.value()).stream()
                .findFirst();
    }

    /** A page of sessions, newest first; its cost does not depend on how deep it lies. */
    List<Session> list(SessionQuery query, @Nullable SessionPosition after, int most) {
        Condition further = after == null
                ? noCondition()
                : row(SESSIONS.CREATED_AT, SESSIONS.SESSION_ID)
                        .lt(after.createdAt(), after.id().value());
        return shown(condition(query).and(further))
                .orderBy(SESSIONS.CREATED_AT.desc(), SESSIONS.SESSION_ID.desc())
                .limit(most)
                .fetch(SessionStore::session);
    }

    /** Where the page begins that follows so many sessions; it costs a scan of the index over them. */
    Optional<SessionPosition> positionAfter(SessionQuery query, long sessions) {
        return database.sql()
                .select(SESSIONS.CREATED_AT, SESSIONS.SESSION_ID)
                .from(SESSIONS)
                .where(condition(query))
                .orderBy(SESSIONS.CREATED_AT.desc(), SESSIONS.SESSION_ID.desc())
                .offset(sessions - 1)
                .limit(1)
                .fetchOptional(row -> new SessionPosition(row.value1(), new SessionId(row.value2())));
    }

    List<Session> listOldestFirst(SessionQuery query, long offset, int most) {
        return shown(condition(query))
                .orderBy(SESSIONS.CREATED_AT, SESSIONS.SESSION_ID)
                .offset(offset)
                .limit(most)
                .fetch(SessionStore::session);
    }

    List<SessionId> inactive(SessionQuery query, Instant lastActiveBy, Sessions.Reach reach, int most) {
        Condition reached = switch (reach) {
            case ALL -> noCondition();
            case IDLE -> SESSIONS.BUSY.isFalse();
        };
        return database.sql()
                .select(SESSIONS.SESSION_ID)
                .from(SESSIONS)
                .where(condition(query))
                .and(SESSIONS.LAST_ACTIVITY_AT.le(lastActiveBy))
                .and(reached)
                .orderBy(SESSIONS.CREATED_AT, SESSIONS.SESSION_ID)
                .limit(most)
                .fetch(row -> new SessionId(row.value1()));
    }

    /** How many sessions pass, counted no further than the limit. */
    long count(SessionQuery query, long limit) {
        return database.sql()
                .selectCount()
                .from(database.sql()
                        .selectOne()
                        .from(SESSIONS)
                        .where(condition(query))
                        .limit(limit))
                .fetchSingle()
                .value1();
    }

    /** Sessions at which something is due, the most overdue first; of one tenant, or of all. */
    List<SessionId> due(@Nullable TenantId tenant, Instant now, int most) {
        Condition whose = tenant == null ? noCondition() : SESSIONS.TENANT_ID.eq(tenant.value());
        return database.sql()
                .select(SESSIONS.SESSION_ID)
                .from(SESSIONS)
                .where(SESSIONS.DUE_AT.le(now))
                .and(whose)
                .orderBy(SESSIONS.DUE_AT)
                .limit(most)
                .fetch(row -> new SessionId(row.value1()));
    }

    /**
     * Whether a tenant has fewer than so many sessions of the workspace dialect. It waits for whoever is making one, and
     * holds up the next until the transaction ends, so the answer stays true.
     */
    static boolean hasRoom(DSLContext transaction, TenantId tenant, int most) {
        transaction
                .select(TENANTS.TENANT_ID)
                .from(TENANTS)
                .where(TENANTS.TENANT_ID.eq(tenant.value()))
                .forNoKeyUpdate()
                .fetchSingle();
        return transaction.fetchCount(transaction
                        .selectOne()
                        .from(SESSIONS)
                        .where(ofWorkspace(tenant))
                        .limit(most))
                < most;
    }

    /** When something is due next at any of these sessions. */
    Optional<Instant> nextDueOfWorkspace(TenantId tenant) {
        return database.sql()
                .select(SESSIONS.DUE_AT)
                .from(SESSIONS)
                .where(ofWorkspace(tenant))
                .and(SESSIONS.DUE_AT.isNotNull())
                .orderBy(SESSIONS.DUE_AT)
                .limit(1)
                .fetchOptional(SESSIONS.DUE_AT);
    }

    /** Written out, since the index holds no others. */
    private static Condition ofWorkspace(TenantId tenant) {
        return SESSIONS.TENANT_ID
                .eq(tenant.value())
                .and(SESSIONS.ORIGIN.eq(inline(lower(Origin.WORKSPACE))))
                .and(SESSIONS.STATUS.ne(inline(lower(SessionStatus.COMPLETED))));
    }

    private SelectConditionStep<Record> shown(Condition condition) {
        return database.sql()
                .select(SHOWN)
                .from(SESSIONS)
                .join(EVENTS)
                .on(EVENTS.SESSION_ID.eq(SESSIONS.SESSION_ID))
                .and(EVENTS.SEQUENCE.eq(FIRST_SEQUENCE))
                .where(condition);
    }

    private static Condition condition(SessionQuery query) {
        // The sessions of responses belong to single keys, and lists are a tenant's.
        Condition condition =
                SESSIONS.TENANT_ID.eq(query.tenant().value()).and(SESSIONS.ORIGIN.ne(lower(Origin.RESPONSES)));
        if (query.origin() != null) {
            condition = condition.and(SESSIONS.ORIGIN.eq(lower(query.origin())));
        }
        if (query.status() != null) {
            condition = condition.and(SESSIONS.STATUS.eq(lower(query.status())));
        }
        if (query.agentId() != null) {
            condition = condition.and(SESSIONS.AGENT_ID.eq(query.agentId()));
        }
        return condition;
    }

    private static Session session(Record row) {
        if (!(EventCodec.decode(row.get(EVENTS.KIND), row.get(EVENTS.PAYLOAD)) instanceof SessionCreated created)) {
            throw new IllegalStateException("Event 0 of " + row.get(SESSIONS.SESSION_ID) + " is not its creation");
        }
        byte[] paused = row.get(SESSIONS.PAUSED);
        return new Session(
                new SessionId(row.get(SESSIONS.SESSION_ID)),
                created.settings(),
                new Json(row.get(SESSIONS.METADATA)),
                SessionStatus.valueOf(row.get(SESSIONS.STATUS).toUpperCase(Locale.ROOT)),
                row.get(SESSIONS.BUSY),
                new Times(
                        row.get(SESSIONS.CREATED_AT),
                        row.get(SESSIONS.UPDATED_AT),
                        row.get(SESSIONS.LAST_ACTIVITY_AT),
                        row.get(SESSIONS.LAST_RESPONSE_AT)),
                new Ledger(
                        row.get(SESSIONS.REVISION), row.get(SESSIONS.TURN_COUNT), row.get(SESSIONS.TOTAL_COST_MICROS)),
                paused == null ? List.of() : EventCodec.pending(paused),
                row.get(SESSIONS.DUE_AT));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
