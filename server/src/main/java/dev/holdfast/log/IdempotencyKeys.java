package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.IDEMPOTENCY_KEYS;
import static org.jooq.impl.DSL.row;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.name.SessionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What an idempotency key stands for. Simultaneous repeats wait for each other on the row. */
final class IdempotencyKeys {

    private IdempotencyKeys() {}

    /** What was begun with a key: a session, or an append to it from this number on. */
    record Begun(
            SessionId session,
            @Nullable Integer turnNumber,
            @Nullable Long firstSequence) {}

    /** Takes the key for what was begun; false if it is taken already. */
    static boolean claim(DSLContext transaction, KeyClaim claim, Begun begun, Instant now) {
        return transaction
                        .insertInto(IDEMPOTENCY_KEYS)
                        .set(IDEMPOTENCY_KEYS.KEY_ID, claim.request().key().value())
                        .set(IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY, claim.request().idempotencyKey())
                        .set(IDEMPOTENCY_KEYS.FINGERPRINT, claim.fingerprint())
                        .set(IDEMPOTENCY_KEYS.SESSION_ID, begun.session().value())
                        .set(IDEMPOTENCY_KEYS.TURN_NUMBER, begun.turnNumber())
                        .set(IDEMPOTENCY_KEYS.FIRST_SEQUENCE, begun.firstSequence())
                        .set(IDEMPOTENCY_KEYS.CREATED_AT, now)
                        .onConflict(IDEMPOTENCY_KEYS.KEY_ID, IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY)
                        .doUpdate()
                        .setAllToExcluded()
                        .where(IDEMPOTENCY_KEYS.CREATED_AT.le(now.minus(IdempotentRequest.REMEMBERED)))
                        .execute()
                == 1;
    }

    /** What the key stands for, if it is remembered; refuses if it stands for another request. */
    static Optional<Begun> find(DSLContext sql, KeyClaim claim, Instant now) {
        var earlier = sql.selectFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.KEY_ID.eq(claim.request().key().value()))
                .and(IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(claim.request().idempotencyKey()))
                .and(IDEMPOTENCY_KEYS.CREATED_AT.gt(now.minus(IdempotentRequest.REMEMBERED)))
                .fetchOptional();
        if (earlier.isPresent() && !earlier.get().getFingerprint().equals(claim.fingerprint())) {
            throw reused();
        }
        return earlier.map(
                row -> new Begun(new SessionId(row.getSessionId()), row.getTurnNumber(), row.getFirstSequence()));
    }

    static HoldfastException reused() {
        return new HoldfastException(
                Reason.IDEMPOTENCY_KEY_REUSED,
                "This idempotency key was used with another request within the last 24 hours. Use a new one.");
    }

    /** The same events mean the same request, however it was written. */
    static String fingerprint(List<Event> events) {
        MessageDigest digest = sha256();
        for (Event event : events) {
            digest.update(EventCodec.encode(event).payload());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Forgets keys that no repeat is recognised by any more, a bounded number at a time. */
    static int forget(DSLContext sql, Instant now, int most) {
        return sql.deleteFrom(IDEMPOTENCY_KEYS)
                .where(row(IDEMPOTENCY_KEYS.KEY_ID, IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY)
                        .in(sql.select(IDEMPOTENCY_KEYS.KEY_ID, IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY)
                                .from(IDEMPOTENCY_KEYS)
                                .where(IDEMPOTENCY_KEYS.CREATED_AT.le(now.minus(IdempotentRequest.REMEMBERED)))
                                .limit(most)))
                .execute();
    }
}
