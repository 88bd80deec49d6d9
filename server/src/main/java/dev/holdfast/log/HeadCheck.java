package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;

import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds out why appends were passed over. */
final class HeadCheck {

    private HeadCheck() {}

    /** What became of each append; empty if its condition still holds, so that only somebody's lock was in its way. */
    static <S> Optional<Outcome<S>> outcome(PendingAppend<S> append, @Nullable SessionHeadRecord head) {
        if (head == null || head.getDeletedAt() != null || head.getFence() != append.fence) {
            return Optional.of(new Outcome.Stale<>());
        }
        boolean moved = append.basis != null
                && head.getRevision() != append.basis.known().revision();
        return moved ? Optional.of(new Outcome.Moved<>()) : Optional.empty();
    }

    static <S> Map<UUID, SessionHeadRecord> heads(DSLContext sql, List<PendingAppend<S>> appends) {
        return sql.selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.in(
                        appends.stream().map(append -> append.session.value()).toList()))
                .fetchMap(SESSION_HEAD.SESSION_ID);
    }
}
