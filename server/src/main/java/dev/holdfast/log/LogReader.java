package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.FixedQuery;
import dev.holdfast.storage.schema.tables.Events;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;

/** Reads what a session amounts to: its head, event 0, the last checkpoint and the facts after it, and nothing else. */
final class LogReader<S> {

    /** Event 0, and what follows the head's last checkpoint; the name is the columns' where they are read. */
    private static final Events FOUND = EVENTS.as("found");

    private static final FixedQuery FACTS = new FixedQuery(select(
                    SESSION_HEAD.FENCE, SESSION_HEAD.REVISION, SESSION_HEAD.LAST_SEQUENCE, SESSION_HEAD.TURN_NUMBER)
            .select(FOUND.fields())
            .from(SESSION_HEAD)
            .crossJoin(lateral(select(EVENTS.fields())
                            .from(EVENTS)
                            .where(EVENTS.SESSION_ID.eq(SESSION_HEAD.SESSION_ID))
                            .and(EVENTS.SEQUENCE.eq(inline(0L)))
                            .unionAll(select(EVENTS.fields())
                                    .from(EVENTS)
                                    .where(EVENTS.SESSION_ID.eq(SESSION_HEAD.SESSION_ID))
                                    .and(EVENTS.SEQUENCE.ge(coalesce(SESSION_HEAD.LAST_CHECKPOINT, inline(1L))))
                                    .and(EventCodec.IS_FACT)))
                    .as(FOUND))
            .where(SESSION_HEAD.SESSION_ID.eq(param("session", UUID.class)))
            .and(SESSION_HEAD.DELETED_AT.isNull())
            .orderBy(FOUND.SEQUENCE));

    private final Database database;
    private final Fold<S> fold;

    LogReader(Database database, Fold<S> fold) {
        this.database = database;
        this.fold = fold;
    }

    /** One statement, so that head and facts are of one moment. */
    Opened<S> open(SessionId session) {
        List<Row> rows = FACTS.fetch(database.sql(), Row::of, session.value());
        if (rows.isEmpty()) {
            return new Opened<>(session, fold.initial(), 0, 0, -1, Numbering.NO_TURN);
        }
        List<RecordedEvent> facts = new ArrayList<>(rows.size() + 1);
        rows.forEach(row -> facts.add(row.fact()));
        addMetadata(session, facts);
        Row head = rows.getFirst();
        return new Opened<>(
                session, fold.of(facts), head.fence(), head.revision(), head.lastSequence(), head.turnNumber());
    }

    private record Row(RecordedEvent fact, long fence, long revision, long lastSequence, int turnNumber) {

        static Row of(Record row) {
            return new Row(
                    EventCodec.decode(row, FOUND),
                    row.get(SESSION_HEAD.FENCE),
                    row.get(SESSION_HEAD.REVISION),
                    row.get(SESSION_HEAD.LAST_SEQUENCE),
                    row.get(SESSION_HEAD.TURN_NUMBER));
        }
    }

    /** The fact that holds the metadata as it was at the checkpoint, which does not repeat it. */
    private void addMetadata(SessionId session, List<RecordedEvent> facts) {
        if (facts.size() < 2 || !(facts.get(1).event() instanceof TurnCheckpointed checkpoint)) {
            return;
        }
        if (checkpoint.metadataSequence() == 0) {
            return;
        }
        EventsRecord row = database.sql()
                .selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.eq(checkpoint.metadataSequence()))
                .fetchOne();
        if (row == null) {
            throw new UnreadableEventException(
                    "the metadata of " + session + " is not in event " + checkpoint.metadataSequence(), null);
        }
        facts.add(1, EventCodec.decode(row));
    }
}
