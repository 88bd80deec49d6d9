package dev.holdfast.turn;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static dev.holdfast.storage.schema.Tables.TURNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.EventCodec;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.FixedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** Reads turns, and parts of a session's log by number: no page costs more for lying deep. */
public final class TurnStore {

    private static final Table<?> PAST = select(
                    min(TURNS.FIRST_SEQUENCE).as(TURNS.FIRST_SEQUENCE),
                    max(TURNS.LAST_SEQUENCE).as(TURNS.LAST_SEQUENCE))
            .from(select(TURNS.FIRST_SEQUENCE, TURNS.LAST_SEQUENCE)
                    .from(TURNS)
                    .where(TURNS.SESSION_ID.eq(param("session", UUID.class)))
                    .and(TURNS.TURN_NUMBER.lt(param("turn", Integer.class)))
                    .and(TURNS.LAST_SEQUENCE.isNotNull())
                    .orderBy(TURNS.TURN_NUMBER.desc())
                    .limit(param("most", Integer.class))
                    .asTable(TURNS.getName()))
            .asTable("past");

    private static final FixedQuery FACTS_BEFORE = new FixedQuery(select(EVENTS.fields())
            .from(PAST)
            .join(EVENTS)
            .on(EVENTS.SEQUENCE.between(PAST.field(TURNS.FIRST_SEQUENCE), PAST.field(TURNS.LAST_SEQUENCE)))
            .where(EVENTS.SESSION_ID.eq(param("session", UUID.class)))
            .and(EventCodec.IS_FACT)
            .orderBy(EVENTS.SEQUENCE));

    private static final FixedQuery FACTS_UNTIL = new FixedQuery(select(EVENTS.fields())
            .from(EVENTS)
            .where(EVENTS.SESSION_ID.eq(param("session", UUID.class)))
            .and(EVENTS.SEQUENCE.ge(select(TURNS.FIRST_SEQUENCE)
                    .from(TURNS)
                    .where(TURNS.SESSION_ID.eq(param("session", UUID.class)))
                    .and(TURNS.TURN_NUMBER.eq(param("turn", Integer.class)))))
            .and(EVENTS.SEQUENCE.le(param("until", Long.class)))
            .and(EVENTS.TURN_NUMBER.eq(param("turn", Integer.class)))
            .and(EventCodec.IS_FACT)
            .orderBy(EVENTS.SEQUENCE));

    private final Database database;

    public TurnStore(Database database) {
        this.database = database;
    }

    /** Where events lie in a session's log, both ends included; nothing lies between if the first is above the last. */
    public record Range(long first, long last) {

        static final Range NONE = new Range(1, 0);

        public long size() {
            return Math.max(0, last - first + 1);
        }
    }

    /** The number of the session's last event. */
    long lastSequence(SessionId session) {
        return database.sql()
                .select(SESSION_HEAD.LAST_SEQUENCE)
                .from(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .fetchOptional(SESSION_HEAD.LAST_SEQUENCE)
                .orElse(0L);
    }

    /** Where the events of a turn lie, those between it and the next one included; empty if it has not begun. */
    Optional<Range> range(SessionId session, int turnNumber) {
        long last = lastSequence(session);
        Optional<Long> next = firstSequence(session, turnNumber + 1);
        long end = next.isPresent() ? next.get() - 1 : last;
        if (turnNumber == 0) {
            return Optional.of(new Range(0, end));
        }
        return firstSequence(session, turnNumber).map(first -> new Range(first, end));
    }

    /** The number of the event that ended a turn, if it has ended. */
    OptionalLong end(SessionId session, int turnNumber) {
        Long last = database.sql()
                .select(TURNS.LAST_SEQUENCE)
                .from(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .and(TURNS.TURN_NUMBER.eq(turnNumber))
                .fetchOne(TURNS.LAST_SEQUENCE);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** When a turn ended, if it has. */
    Optional<Instant> endedAt(SessionId session, int turnNumber) {
        return database.sql()
                .select(TURNS.ENDED_AT)
                .from(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .and(TURNS.TURN_NUMBER.eq(turnNumber))
                .fetchOptional(TURNS.ENDED_AT);
    }

    private Optional<Long> firstSequence(SessionId session, int turnNumber) {
        return database.sql()
                .select(TURNS.FIRST_SEQUENCE)
                .from(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .and(TURNS.TURN_NUMBER.eq(turnNumber))
                .fetchOptional(TURNS.FIRST_SEQUENCE);
    }

    /** The facts of so many turns that ended before this one, in their order. */
    public List<RecordedEvent> factsBefore(SessionId session, int turnNumber, int most) {
        return FACTS_BEFORE.fetch(
                database.sql(), EventCodec::decode, session.value(), turnNumber, most, session.value());
    }

    /** All events in a range. */
    public List<RecordedEvent> events(SessionId session, Range range) {
        return read(session, range, noCondition());
    }

    /** How large the events in a range are. */
    long payloadBytes(SessionId session, Range range) {
        if (range.size() == 0) {
            return 0;
        }
        return database.sql()
                .select(coalesce(sum(field("octet_length({0})", SQLDataType.BIGINT, EVENTS.PAYLOAD)), BigDecimal.ZERO))
                .from(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.between(range.first(), range.last()))
                .fetchSingle()
                .value1()
                .longValue();
    }

    /** The facts in a range, without what lies between them. */
    public List<RecordedEvent> facts(SessionId session, Range range) {
        return read(session, range, EventCodec.IS_FACT);
    }

    /** The facts of a turn up to a number. */
    List<RecordedEvent> facts(SessionId session, int turnNumber, long until) {
        return FACTS_UNTIL.fetch(
                database.sql(), EventCodec::decode, session.value(), session.value(), turnNumber, until, turnNumber);
    }

    private List<RecordedEvent> read(SessionId session, Range range, Condition which) {
        if (range.size() == 0) {
            return List.of();
        }
        return database.sql()
                .selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.between(range.first(), range.last()))
                .and(which)
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode);
    }
}
