package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Proves that state is the fold of the events: rebuilds every session from its log and compares heads, checkpoints and
 * projections with it. It reads a consistent picture, so it may run beside a server at work.
 */
public final class LogVerifier<S> {

    private static final int BATCH = 200;
    private static final int PAGE = 5_000;

    private final Database database;
    private final Shape<S> shape;

    public LogVerifier(Database database, Shape<S> shape) {
        this.database = database;
        this.shape = shape;
    }

    /** Something that is not as the log says. */
    public record Finding(SessionId session, String sentence) {}

    /** How much was read. */
    public record Count(long sessions, long events) {}

    /** Looks at everything and hands over what is wrong as it goes. */
    public Count verify(Consumer<Finding> findings) {
        long sessions = 0;
        long events = 0;
        UUID last = new UUID(0, 0);
        while (true) {
            UUID after = last;
            Batch batch = database.snapshot(sql -> verifyBatch(sql, after, findings));
            sessions += batch.sessions();
            events += batch.events();
            if (batch.last() == null) {
                break;
            }
            last = batch.last();
        }
        database.snapshot(sql -> {
            findStrays(sql, findings);
            return null;
        });
        return new Count(sessions, events);
    }

    private Batch verifyBatch(DSLContext sql, UUID after, Consumer<Finding> findings) {
        List<SessionHeadRecord> heads = sql.selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.gt(after))
                .orderBy(SESSION_HEAD.SESSION_ID)
                .limit(BATCH)
                .fetch();
        long events = 0;
        for (SessionHeadRecord head : heads) {
            // A deleted session's events are on their way out.
            if (head.getDeletedAt() == null) {
                events += verifySession(sql, head, findings);
            }
        }
        return new Batch(
                heads.size(), events, heads.isEmpty() ? null : heads.getLast().getSessionId());
    }

    private long verifySession(DSLContext sql, SessionHeadRecord head, Consumer<Finding> findings) {
        SessionId session = new SessionId(head.getSessionId());
        Rebuild<S> rebuild = new Rebuild<>(shape.fold());
        List<EventsRecord> page;
        do {
            page = sql.selectFrom(EVENTS)
                    .where(EVENTS.SESSION_ID.eq(head.getSessionId()))
                    .and(EVENTS.SEQUENCE.gt(rebuild.last()))
                    .orderBy(EVENTS.SEQUENCE)
                    .limit(PAGE)
                    .fetch();
            page.forEach(rebuild::add);
        } while (page.size() == PAGE && rebuild.findings().isEmpty());
        rebuild.compare(head);
        if (rebuild.findings().isEmpty()) {
            for (Projection<S> projection : shape.projections()) {
                rebuild.findings().addAll(projection.differences(sql, session, rebuild.state()));
            }
        }
        rebuild.findings().forEach(sentence -> findings.accept(new Finding(session, sentence)));
        return rebuild.last() + 1;
    }

    /** Rows of sessions that have no head. */
    private static void findStrays(DSLContext sql, Consumer<Finding> findings) {
        sql.select(SESSIONS.SESSION_ID)
                .from(SESSIONS)
                .where(notExists(selectOne().from(SESSION_HEAD).where(SESSION_HEAD.SESSION_ID.eq(SESSIONS.SESSION_ID))))
                .fetch(SESSIONS.SESSION_ID)
                .forEach(id ->
                        findings.accept(new Finding(new SessionId(id), "sessions has a row, but there is no log")));
        sql.selectDistinct(EVENTS.SESSION_ID)
                .from(EVENTS)
                .where(notExists(selectOne().from(SESSION_HEAD).where(SESSION_HEAD.SESSION_ID.eq(EVENTS.SESSION_ID))))
                .fetch(EVENTS.SESSION_ID)
                .forEach(id -> findings.accept(new Finding(new SessionId(id), "the log has events, but no head")));
    }

    private record Batch(
            int sessions, long events, @Nullable UUID last) {}
}
