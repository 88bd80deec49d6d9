package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;

import dev.holdfast.log.AppendRows.Place;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** Finds out whether a batch was committed on a connection that was lost while it was. */
final class Settlement {

    enum Verdict {
        COMMITTED,
        UNDONE,
        /** Nothing that could tell is left. */
        UNKNOWN
    }

    private Settlement() {}

    /**
     * Reads the heads under a lock, which waits for the end of the lost transaction; a plain read would see neither its
     * rows nor that they are still to come. The whole batch was committed or none of it, so one head that tells is enough.
     */
    static <S> Verdict find(DSLContext transaction, Map<PendingAppend<S>, Place> places) {
        List<UUID> sessions =
                places.keySet().stream().map(append -> append.session.value()).toList();
        Map<UUID, SessionHeadRecord> heads = transaction
                .selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.in(sessions))
                .orderBy(SESSION_HEAD.SESSION_ID)
                .forShare()
                .fetchMap(SESSION_HEAD.SESSION_ID);
        for (Map.Entry<PendingAppend<S>, Place> each : places.entrySet()) {
            SessionHeadRecord head = heads.get(each.getKey().session.value());
            if (head != null && head.getLastAppend().equals(each.getKey().id)) {
                return Verdict.COMMITTED;
            }
            if (head != null && head.getLastSequence() == each.getValue().base()) {
                return Verdict.UNDONE;
            }
        }
        // Others have appended to every session since: theirs are the last appends, and ours are the rows before, or
        // not.
        for (Map.Entry<PendingAppend<S>, Place> each : places.entrySet()) {
            if (heads.containsKey(each.getKey().session.value())) {
                return wrote(transaction, each.getKey(), each.getValue()) ? Verdict.COMMITTED : Verdict.UNDONE;
            }
        }
        return Verdict.UNKNOWN;
    }

    private static <S> boolean wrote(DSLContext transaction, PendingAppend<S> append, Place place) {
        List<EventsRecord> rows = transaction
                .selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(append.session.value()))
                .and(EVENTS.SEQUENCE.gt(place.base()))
                .and(EVENTS.SEQUENCE.le(place.base() + append.rows.size()))
                .orderBy(EVENTS.SEQUENCE)
                .fetch();
        if (rows.size() != append.rows.size()) {
            return false;
        }
        for (int at = 0; at < rows.size(); at++) {
            EventsRecord row = rows.get(at);
            EncodedEvent ours = append.rows.get(at);
            boolean same = row.getKind() == ours.kind()
                    && row.getCreatedAt().equals(append.at)
                    && Arrays.equals(row.getPayload(), ours.payload());
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
