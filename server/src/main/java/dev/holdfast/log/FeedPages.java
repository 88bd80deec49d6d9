package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.Events;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What followers read: pages of events, bounded in number and bytes, and how far the logs go. */
final class FeedPages {

    private static final int MAX_EVENTS = 256;
    private static final long MAX_BYTES = 1 << 20;

    private static final Events PAGE = EVENTS.as("page");
    private static final Field<BigDecimal> SO_FAR = field(name("so_far"), SQLDataType.NUMERIC);
    private static final Field<BigDecimal> BYTES =
            sum(field("octet_length({0})", SQLDataType.INTEGER, EVENTS.PAYLOAD)).over(orderBy(EVENTS.SEQUENCE));

    private final Database database;

    FeedPages(Database database) {
        this.database = database;
    }

    /**
     * Some events of a log.
     *
     * @param last the number of the log's last event at that moment; null if the session is not there, or no more
     */
    record Page(List<RecordedEvent> events, @Nullable Long last) {}

    /** The events after a number: at least one, if there is one, and no more than a page holds. */
    Page after(SessionId session, long sequence) {
        var bounded = select(EVENTS.fields())
                .select(BYTES.as(SO_FAR))
                .from(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.gt(sequence))
                .orderBy(EVENTS.SEQUENCE)
                .limit(MAX_EVENTS)
                .asTable(PAGE.getName());
        // One statement, so that page and end are of one moment.
        var rows = database.sql()
                .select(SESSION_HEAD.LAST_SEQUENCE, SESSION_HEAD.DELETED_AT)
                .select(PAGE.fields())
                .from(SESSION_HEAD)
                .leftJoin(bounded)
                .on(SO_FAR.le(inline(BigDecimal.valueOf(MAX_BYTES))).or(PAGE.SEQUENCE.eq(sequence + 1)))
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .orderBy(PAGE.SEQUENCE)
                .fetch();
        if (rows.isEmpty()) {
            return new Page(List.of(), null);
        }
        var head = rows.getFirst();
        Long last = head.get(SESSION_HEAD.DELETED_AT) == null ? head.get(SESSION_HEAD.LAST_SEQUENCE) : null;
        if (head.get(PAGE.SEQUENCE) == null) {
            return new Page(List.of(), last);
        }
        return new Page(rows.map(row -> EventCodec.decode(row.into(PAGE).into(EVENTS))), last);
    }

    /** The numbers of the last events of those sessions that are there. */
    Map<UUID, Long> lastSequences(Collection<UUID> sessions) {
        return database.sql()
                .select(SESSION_HEAD.SESSION_ID, SESSION_HEAD.LAST_SEQUENCE)
                .from(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.eq(any(sessions.toArray(UUID[]::new))))
                .and(SESSION_HEAD.DELETED_AT.isNull())
                .fetchMap(SESSION_HEAD.SESSION_ID, SESSION_HEAD.LAST_SEQUENCE);
    }
}
