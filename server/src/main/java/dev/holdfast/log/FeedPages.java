package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.FixedQuery;
import dev.holdfast.storage.schema.tables.Events;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
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

    private static final Table<?> BOUNDED = select(EVENTS.fields())
            .select(BYTES.as(SO_FAR))
            .from(EVENTS)
            .where(EVENTS.SESSION_ID.eq(param("session", UUID.class)))
            .and(EVENTS.SEQUENCE.gt(param("after", Long.class)))
            .orderBy(EVENTS.SEQUENCE)
            .limit(inline(MAX_EVENTS))
            .asTable(PAGE.getName());

    /** One statement, so that page and end are of one moment. */
    private static final FixedQuery PAGE_AFTER = new FixedQuery(select(
                    SESSION_HEAD.LAST_SEQUENCE, SESSION_HEAD.DELETED_AT)
            .select(PAGE.fields())
            .from(SESSION_HEAD)
            .leftJoin(BOUNDED)
            .on(SO_FAR.le(inline(BigDecimal.valueOf(MAX_BYTES))).or(PAGE.SEQUENCE.eq(param("next", Long.class))))
            .where(SESSION_HEAD.SESSION_ID.eq(param("session", UUID.class)))
            .orderBy(PAGE.SEQUENCE));

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
        List<Row> rows =
                PAGE_AFTER.fetch(database.sql(), Row::of, session.value(), sequence, sequence + 1, session.value());
        if (rows.isEmpty()) {
            return new Page(List.of(), null);
        }
        return new Page(
                rows.stream().map(Row::event).filter(Objects::nonNull).toList(),
                rows.getFirst().last());
    }

    private record Row(
            @Nullable RecordedEvent event, @Nullable Long last) {

        static Row of(Record row) {
            return new Row(
                    row.get(PAGE.SEQUENCE) == null ? null : EventCodec.decode(row, PAGE),
                    row.get(SESSION_HEAD.DELETED_AT) == null ? row.get(SESSION_HEAD.LAST_SEQUENCE) : null);
        }
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
