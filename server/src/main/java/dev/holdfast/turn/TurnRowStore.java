package dev.holdfast.turn;

import static dev.holdfast.storage.RowArrays.column;
import static dev.holdfast.storage.schema.Tables.TURNS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;

import dev.holdfast.name.SessionId;
import dev.holdfast.storage.RowStatement;
import dev.holdfast.storage.schema.tables.records.TurnsRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What a commit changes in the rows of turns: one statement for each kind of change, in the order of a turn's life. */
final class TurnRowStore {

    private static final RowStatement INSERT = new RowStatement(
            List.of(TURNS.fields()), rows -> insertInto(TURNS, TURNS.fields()).select(selectFrom(rows)));

    private static final RowStatement MOVE = new RowStatement(
            List.of(TURNS.SESSION_ID, TURNS.TURN_NUMBER, TURNS.STATE),
            rows -> update(TURNS)
                    .set(TURNS.STATE, column(rows, TURNS.STATE))
                    .from(rows)
                    .where(TURNS.SESSION_ID.eq(column(rows, TURNS.SESSION_ID)))
                    .and(TURNS.TURN_NUMBER.eq(column(rows, TURNS.TURN_NUMBER))));

    private static final RowStatement END = new RowStatement(
            List.of(
                    TURNS.SESSION_ID,
                    TURNS.TURN_NUMBER,
                    TURNS.STATE,
                    TURNS.LAST_SEQUENCE,
                    TURNS.INPUT_TOKENS,
                    TURNS.OUTPUT_TOKENS,
                    TURNS.COST_MICROS,
                    TURNS.ENDED_AT),
            rows -> update(TURNS)
                    .set(TURNS.STATE, column(rows, TURNS.STATE))
                    .set(TURNS.LAST_SEQUENCE, column(rows, TURNS.LAST_SEQUENCE))
                    .set(TURNS.INPUT_TOKENS, column(rows, TURNS.INPUT_TOKENS))
                    .set(TURNS.OUTPUT_TOKENS, column(rows, TURNS.OUTPUT_TOKENS))
                    .set(TURNS.COST_MICROS, column(rows, TURNS.COST_MICROS))
                    .set(TURNS.ENDED_AT, column(rows, TURNS.ENDED_AT))
                    .from(rows)
                    .where(TURNS.SESSION_ID.eq(column(rows, TURNS.SESSION_ID)))
                    .and(TURNS.TURN_NUMBER.eq(column(rows, TURNS.TURN_NUMBER))));

    private static final RowStatement DELETE = new RowStatement(
            List.of(TURNS.SESSION_ID),
            rows -> deleteFrom(TURNS)
                    .where(TURNS.SESSION_ID.in(
                            select(column(rows, TURNS.SESSION_ID)).from(rows))));

    private final List<@Nullable Object[]> inserts = new ArrayList<>();

    /** Of several moves of a turn in one commit the last counts. */
    private final Map<Place, @Nullable Object[]> moves = new LinkedHashMap<>();

    private final List<@Nullable Object[]> ends = new ArrayList<>();
    private final List<@Nullable Object[]> deletes = new ArrayList<>();

    private record Place(SessionId session, int turnNumber) {}

    void insert(TurnsRecord row) {
        inserts.add(row.intoArray());
    }

    void move(SessionId session, int turnNumber, String state) {
        moves.put(new Place(session, turnNumber), new @Nullable Object[] {session.value(), turnNumber, state});
    }

    /** Sets what the end of a turn says, which is nothing of its beginning. */
    void end(SessionId session, TurnsRecord row) {
        ends.add(new @Nullable Object[] {
            session.value(),
            row.getTurnNumber(),
            row.getState(),
            row.getLastSequence(),
            row.getInputTokens(),
            row.getOutputTokens(),
            row.getCostMicros(),
            row.getEndedAt()
        });
    }

    void delete(SessionId session) {
        deletes.add(new @Nullable Object[] {session.value()});
    }

    void write(DSLContext transaction) {
        INSERT.run(transaction, inserts);
        MOVE.run(transaction, List.copyOf(moves.values()));
        END.run(transaction, ends);
        DELETE.run(transaction, deletes);
    }
}
