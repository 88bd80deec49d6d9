package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.row;

import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Clears away what nobody can see any more: what deleted sessions left outside the database, their events, their heads when the
 * last event is gone, and idempotency keys past their time. A bounded part of it at a time.
 */
public final class LogCleaner {

    /** So long a deleted session's last events can be read, for those who follow it from another node. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int BATCH_ROWS = 10_000;
    private static final int BATCH_SESSIONS = 500;

    private final Database database;
    private final InstantSource clock;
    private final Leftovers leftovers;

    public LogCleaner(Database database, InstantSource clock, Leftovers leftovers) {
        this.database = database;
        this.clock = clock;
        this.leftovers = leftovers;
    }

    public void clean() {
        DSLContext sql = database.sql();
        List<UUID> deleted = sql.select(SESSION_HEAD.SESSION_ID)
                .from(SESSION_HEAD)
                .where(SESSION_HEAD.DELETED_AT.le(clock.instant().minus(GRACE)))
                .orderBy(SESSION_HEAD.DELETED_AT)
                .limit(BATCH_SESSIONS)
                .fetch(SESSION_HEAD.SESSION_ID);
        if (!deleted.isEmpty()) {
            clearLeftovers(sql, deleted);
            clean(sql, deleted);
        }
        IdempotencyKeys.forget(sql, clock.instant(), BATCH_ROWS);
    }

    /** Event 0 says whose the session was. Where it is gone already, what was left is too. */
    private void clearLeftovers(DSLContext sql, List<UUID> deleted) {
        sql.select(EVENTS.SESSION_ID, EVENTS.KIND, EVENTS.PAYLOAD)
                .from(EVENTS)
                .where(EVENTS.SESSION_ID.in(deleted))
                .and(EVENTS.SEQUENCE.eq(0L))
                .forEach(row -> {
                    if (EventCodec.decode(row.value2(), row.value3()) instanceof SessionCreated created) {
                        leftovers.clear(created.settings().tenant(), new SessionId(row.value1()));
                    }
                });
    }

    private static void clean(DSLContext sql, List<UUID> deleted) {
        int rows = sql.deleteFrom(EVENTS)
                .where(row(EVENTS.SESSION_ID, EVENTS.SEQUENCE)
                        .in(sql.select(EVENTS.SESSION_ID, EVENTS.SEQUENCE)
                                .from(EVENTS)
                                .where(EVENTS.SESSION_ID.in(deleted))
                                .limit(BATCH_ROWS)))
                .execute();
        if (rows < BATCH_ROWS) {
            sql.deleteFrom(SESSION_HEAD)
                    .where(SESSION_HEAD.SESSION_ID.in(deleted))
                    .execute();
        }
    }
}
