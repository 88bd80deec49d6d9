package dev.holdfast.approval;

import static dev.holdfast.storage.schema.Tables.APPROVALS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.holdfast.engine.Approval;
import dev.holdfast.engine.Approval.State;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.ApprovalsRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Row3;
import org.jspecify.annotations.Nullable;

/** Reads approvals. Every reader names its tenant. */
final class ApprovalStore {

    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private static final Row3<Instant, UUID, Integer> PLACE =
            row(APPROVALS.REQUESTED_AT, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT);

    private final Database database;

    ApprovalStore(Database database) {
        this.database = database;
    }

    /** That an approval came into a state, and when that was written. */
    record Mark(ApprovalId id, State state, Instant changedAt) {}

    Optional<RecordedApproval> find(TenantId tenant, ApprovalId id) {
        return database.sql()
                .selectFrom(APPROVALS)
                .where(APPROVALS.TENANT_ID.eq(tenant.value()))
                .and(APPROVALS.ACTION_ID.eq(id.action().value()))
                .and(APPROVALS.ATTEMPT.eq(id.attempt()))
                .and(APPROVALS.REMOVED.isFalse())
                .fetchOptional(ApprovalStore::approval);
    }

    /** A page of approvals, newest first; its cost does not depend on how deep it lies. */
    List<RecordedApproval> newestFirst(ApprovalQuery query, @Nullable ApprovalPosition after, int most) {
        return database.sql()
                .selectFrom(APPROVALS)
                .where(condition(query))
                .and(after == null ? noCondition() : PLACE.lt(place(after)))
                .and(APPROVALS.REMOVED.isFalse())
                .orderBy(APPROVALS.REQUESTED_AT.desc(), APPROVALS.ACTION_ID.desc(), APPROVALS.ATTEMPT.desc())
                .limit(most)
                .fetch(ApprovalStore::approval);
    }

    /** Likewise, oldest first. */
    List<RecordedApproval> oldestFirst(ApprovalQuery query, @Nullable ApprovalPosition after, int most) {
        return database.sql()
                .selectFrom(APPROVALS)
                .where(condition(query))
                .and(after == null ? noCondition() : PLACE.gt(place(after)))
                .and(APPROVALS.REMOVED.isFalse())
                .orderBy(APPROVALS.REQUESTED_AT, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                .limit(most)
                .fetch(ApprovalStore::approval);
    }

    private static Row3<Instant, UUID, Integer> place(ApprovalPosition position) {
        return row(
                position.requestedAt(),
                position.id().action().value(),
                position.id().attempt());
    }

    /** The database's own time, by which changes are marked. */
    Instant now() {
        return Objects.requireNonNull(database.sql()
                .select(field("clock_timestamp()", APPROVALS.CHANGED_AT.getDataType()))
                .fetchSingle()
                .value1());
    }

    /** What was written since then, in that order; also of sessions that were deleted. */
    List<Mark> changes(ApprovalQuery query, Instant since) {
        return database.sql()
                .select(APPROVALS.ACTION_ID, APPROVALS.ATTEMPT, APPROVALS.STATE, APPROVALS.CHANGED_AT)
                .from(APPROVALS)
                .where(condition(query))
                .and(APPROVALS.CHANGED_AT.ge(since))
                .orderBy(APPROVALS.CHANGED_AT, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                .fetch(row -> new Mark(
                        new ApprovalId(new ActionId(row.value1()), row.value2()), state(row.value3()), row.value4()));
    }

    /** These approvals as they are now, in the order of their changes; also those of sessions that were deleted. */
    List<RecordedApproval> read(TenantId tenant, List<ApprovalId> ids) {
        return database.sql()
                .selectFrom(APPROVALS)
                .where(APPROVALS.TENANT_ID.eq(tenant.value()))
                .and(row(APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                        .in(ids.stream()
                                .map(id -> row(id.action().value(), id.attempt()))
                                .toList()))
                .orderBy(APPROVALS.CHANGED_AT, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                .fetch(ApprovalStore::approval);
    }

    /** Clears away what was removed before then. */
    void forgetRemoved(Instant before) {
        var gone = database.sql()
                .select(APPROVALS.SESSION_ID, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                .from(APPROVALS)
                .where(APPROVALS.REMOVED)
                .and(APPROVALS.CHANGED_AT.lt(before))
                .limit(FORGOTTEN_AT_ONCE);
        database.sql()
                .deleteFrom(APPROVALS)
                .where(row(APPROVALS.SESSION_ID, APPROVALS.ACTION_ID, APPROVALS.ATTEMPT)
                        .in(gone))
                .execute();
    }

    private static Condition condition(ApprovalQuery query) {
        Condition condition = APPROVALS.TENANT_ID.eq(query.tenant().value());
        if (query.session() != null) {
            condition = condition.and(APPROVALS.SESSION_ID.eq(query.session().value()));
        }
        if (query.state() != null) {
            condition = condition.and(APPROVALS.STATE.eq(ApprovalRowStore.lower(query.state())));
        }
        return condition;
    }

    private static RecordedApproval approval(ApprovalsRecord row) {
        State state = state(row.getState());
        byte[] resolution = row.getResolution();
        return new RecordedApproval(
                new SessionId(row.getSessionId()),
                new Approval(
                        new ApprovalId(new ActionId(row.getActionId()), row.getAttempt()),
                        row.getTurnNumber(),
                        ApprovalMessages.request(row.getRequest()),
                        row.getRequestedAt(),
                        row.getExpiresAt(),
                        resolution == null ? null : ApprovalMessages.closing(state, resolution)));
    }

    private static State state(String name) {
        return State.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
