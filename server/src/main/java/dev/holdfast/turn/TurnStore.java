package dev.holdfast.turn;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static dev.holdfast.storage.schema.Tables.TURNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.EventCodec;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.TurnsRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.impl.SQLDataType;

/** Reads turns, and parts of a session's log by number: no page costs more for lying deep. */
public final class TurnStore {

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

    /** A turn that has ended, and where its events lie. */
    public record Ended(int turnNumber, Range range) {}

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

    /** So many turns that ended before this one, the newest first. */
    public List<Ended> endedBefore(SessionId session, int turnNumber, int most) {
        return database.sql()
                .selectFrom(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .and(TURNS.TURN_NUMBER.lt(turnNumber))
                .and(TURNS.LAST_SEQUENCE.isNotNull())
                .orderBy(TURNS.TURN_NUMBER.desc())
                .limit(most)
                .fetch(TurnStore::ended);
    }

    private static Ended ended(TurnsRecord row) {
        return new Ended(row.getTurnNumber(), new Range(row.getFirstSequence(), row.getLastSequence()));
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
        var first = select(TURNS.FIRST_SEQUENCE)
                .from(TURNS)
                .where(TURNS.SESSION_ID.eq(session.value()))
                .and(TURNS.TURN_NUMBER.eq(turnNumber));
        return database.sql()
                .selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.ge(first))
                .and(EVENTS.SEQUENCE.le(until))
                .and(EVENTS.TURN_NUMBER.eq(turnNumber))
                .and(EventCodec.IS_FACT)
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode);
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
