package dev.holdfast.approval;

import static dev.holdfast.storage.RowArrays.column;
import static dev.holdfast.storage.schema.Tables.APPROVALS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;

import dev.holdfast.engine.Approval;
import dev.holdfast.engine.Approval.State;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.RowStatement;
import dev.holdfast.storage.schema.tables.records.ApprovalsRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What a commit changes in the rows of approvals: one statement for each kind of change, in the order of their lives. */
final class ApprovalRowStore {

    /** All that follows from the events. */
    static final List<Field<?>> COLUMNS = List.of(
            APPROVALS.SESSION_ID,
            APPROVALS.ACTION_ID,
            APPROVALS.ATTEMPT,
            APPROVALS.TENANT_ID,
            APPROVALS.TURN_NUMBER,
            APPROVALS.STATE,
            APPROVALS.REQUESTED_AT,
            APPROVALS.EXPIRES_AT,
            APPROVALS.REQUEST,
            APPROVALS.RESOLUTION);

    private static final Field<Instant> NOW = field("clock_timestamp()", APPROVALS.CHANGED_AT.getDataType());

    /** An approval begins with the first pause that names it; the next ones name it again. */
    private static final RowStatement BEGIN = new RowStatement(
            COLUMNS,
            rows -> insertInto(APPROVALS, COLUMNS).select(selectFrom(rows)).onConflictDoNothing());

    private static final RowStatement CLOSE = new RowStatement(
            List.of(
                    APPROVALS.SESSION_ID,
                    APPROVALS.ACTION_ID,
                    APPROVALS.ATTEMPT,
                    APPROVALS.STATE,
                    APPROVALS.RESOLUTION),
            rows -> update(APPROVALS)
                    .set(APPROVALS.STATE, column(rows, APPROVALS.STATE))
                    .set(APPROVALS.RESOLUTION, column(rows, APPROVALS.RESOLUTION))
                    .set(APPROVALS.CHANGED_AT, NOW)
                    .from(rows)
                    .where(APPROVALS.SESSION_ID.eq(column(rows, APPROVALS.SESSION_ID)))
                    .and(APPROVALS.ACTION_ID.eq(column(rows, APPROVALS.ACTION_ID)))
                    .and(APPROVALS.ATTEMPT.eq(column(rows, APPROVALS.ATTEMPT))));

    private static final RowStatement REMOVE = new RowStatement(
            List.of(APPROVALS.SESSION_ID),
            rows -> update(APPROVALS)
                    .set(APPROVALS.REMOVED, inline(true))
                    .where(APPROVALS.SESSION_ID.in(
                            select(column(rows, APPROVALS.SESSION_ID)).from(rows))));

    private final List<@Nullable Object[]> begun = new ArrayList<>();

    /** What was closed stays as it was: the end of a turn withdraws what the same append has not decided. */
    private final Map<Place, @Nullable Object[]> closed = new LinkedHashMap<>();

    private final List<@Nullable Object[]> removed = new ArrayList<>();

    private record Place(SessionId session, ApprovalId id) {}

    static ApprovalsRecord row(TenantId tenant, SessionId session, Approval approval) {
        ApprovalsRecord row = new ApprovalsRecord();
        row.setSessionId(session.value());
        row.setActionId(approval.id().action().value());
        row.setAttempt(approval.id().attempt());
        row.setTenantId(tenant.value());
        row.setTurnNumber(approval.turnNumber());
        row.setState(lower(approval.state()));
        row.setRequestedAt(approval.requestedAt());
        row.setExpiresAt(approval.expiresAt());
        row.setRequest(ApprovalMessages.request(approval));
        row.setResolution(ApprovalMessages.resolution(approval));
        return row;
    }

    void begin(TenantId tenant, SessionId session, Approval approval) {
        ApprovalsRecord row = row(tenant, session, approval);
        begun.add(COLUMNS.stream().map(row::get).toArray());
    }

    void close(SessionId session, ApprovalId id, Approval.Closing closing) {
        closed.putIfAbsent(new Place(session, id), new @Nullable Object[] {
            session.value(),
            id.action().value(),
            id.attempt(),
            lower(closing.state()),
            ApprovalMessages.resolution(closing)
        });
    }

    void remove(SessionId session) {
        removed.add(new @Nullable Object[] {session.value()});
    }

    void write(DSLContext transaction) {
        BEGIN.run(transaction, begun);
        CLOSE.run(transaction, List.copyOf(closed.values()));
        REMOVE.run(transaction, removed);
    }

    static String lower(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
