package dev.holdfast.session;

import static dev.holdfast.storage.RowArrays.column;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.engine.Turn;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.log.Change;
import dev.holdfast.log.EventCodec;
import dev.holdfast.log.Projection;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.RowStatement;
import dev.holdfast.storage.schema.tables.records.SessionsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The row by which a session is found, listed and ended in time. Its settings stay in event 0. */
public final class SessionProjection implements Projection<SessionState> {

    private static final RowStatement UPSERT = new RowStatement(
            List.of(SESSIONS.fields()),
            rows -> insertInto(SESSIONS, SESSIONS.fields())
                    .select(selectFrom(rows))
                    .onConflict(SESSIONS.SESSION_ID)
                    .doUpdate()
                    .setAllToExcluded());

    private static final RowStatement DELETE = new RowStatement(
            List.of(SESSIONS.SESSION_ID),
            rows -> deleteFrom(SESSIONS)
                    .where(SESSIONS.SESSION_ID.in(
                            select(column(rows, SESSIONS.SESSION_ID)).from(rows))));

    @Override
    public void write(DSLContext transaction, List<Change<SessionState>> changes) {
        List<@Nullable Object[]> there = new ArrayList<>();
        List<@Nullable Object[]> gone = new ArrayList<>();
        for (Change<SessionState> change : changes) {
            row(change.session(), change.after())
                    .ifPresentOrElse(
                            row -> there.add(row.intoArray()),
                            () -> gone.add(
                                    new @Nullable Object[] {change.session().value()}));
        }
        UPSERT.run(transaction, there);
        DELETE.run(transaction, gone);
    }

    @Override
    public List<String> differences(DSLContext snapshot, SessionId session, SessionState state) {
        Optional<SessionsRecord> wanted = row(session, state);
        Optional<SessionsRecord> found = snapshot.selectFrom(SESSIONS)
                .where(SESSIONS.SESSION_ID.eq(session.value()))
                .fetchOptional();
        if (wanted.isEmpty()) {
            return found.isEmpty() ? List.of() : List.of("sessions has a row, though the session is deleted");
        }
        if (found.isEmpty()) {
            return List.of("sessions has no row");
        }
        List<String> differences = new ArrayList<>();
        for (Field<?> column : SESSIONS.fields()) {
            if (!Objects.deepEquals(wanted.get().get(column), found.get().get(column))) {
                differences.add("sessions." + column.getName() + " is not what the events amount to");
            }
        }
        return differences;
    }

    private static Optional<SessionsRecord> row(SessionId session, SessionState state) {
        return switch (state) {
            case Living living -> Optional.of(row(session, living));
            case Gone ignored -> Optional.empty();
            case Unborn ignored -> throw new IllegalStateException("A session without events has no projection");
        };
    }

    private static SessionsRecord row(SessionId session, Living state) {
        SessionsRecord row = new SessionsRecord();
        row.setSessionId(session.value());
        row.setTenantId(state.settings().tenant().value());
        row.setOrigin(state.settings().origin().name().toLowerCase(Locale.ROOT));
        row.setStatus(state.status().name().toLowerCase(Locale.ROOT));
        row.setAgentId(state.settings().agentId());
        row.setMetadata(state.metadata().text());
        row.setRevision(state.revision());
        row.setCreatedAt(state.times().createdAt());
        row.setUpdatedAt(state.times().updatedAt());
        row.setLastActivityAt(state.times().lastActivityAt());
        row.setLastResponseAt(state.times().lastResponseAt());
        row.setDueAt(state.dueAt());
        row.setBusy(state.turn() != null);
        row.setTurnCount(state.ledger().turns());
        row.setTotalCostMicros(state.ledger().costMicros());
        row.setPaused(paused(state.turn()));
        return row;
    }

    private static byte @Nullable [] paused(@Nullable Turn turn) {
        if (turn == null || turn.pause() == null) {
            return null;
        }
        return EventCodec.payload(new TurnPaused(turn.pause().reason(), turn.pending()));
    }
}
