package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.IDEMPOTENCY_KEYS;
import static org.jooq.impl.DSL.row;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** Which session an idempotency key stands for. Simultaneous repeats wait for each other on the row. */
final class IdempotencyKeys {

    private IdempotencyKeys() {}

    /** Takes the key for this session, or finds the session that it was taken for before. */
    static Optional<SessionId> claim(
            DSLContext transaction, IdempotentRequest request, SessionId session, List<RecordedEvent> events) {
        String fingerprint = fingerprint(events);
        Instant now = events.getFirst().at();
        int claimed = transaction
                .insertInto(IDEMPOTENCY_KEYS)
                .set(IDEMPOTENCY_KEYS.KEY_ID, request.key().value())
                .set(IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY, request.idempotencyKey())
                .set(IDEMPOTENCY_KEYS.FINGERPRINT, fingerprint)
                .set(IDEMPOTENCY_KEYS.SESSION_ID, session.value())
                .set(IDEMPOTENCY_KEYS.CREATED_AT, now)
                .onConflict(IDEMPOTENCY_KEYS.KEY_ID, IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY)
                .doUpdate()
                .set(IDEMPOTENCY_KEYS.FINGERPRINT, fingerprint)
                .set(IDEMPOTENCY_KEYS.SESSION_ID, session.value())
                .set(IDEMPOTENCY_KEYS.CREATED_AT, now)
                .where(IDEMPOTENCY_KEYS.CREATED_AT.le(now.minus(IdempotentRequest.REMEMBERED)))
                .execute();
        return claimed == 1 ? Optional.empty() : Optional.of(earlier(transaction, request, fingerprint));
    }

    private static SessionId earlier(DSLContext transaction, IdempotentRequest request, String fingerprint) {
        var earlier = transaction
                .selectFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.KEY_ID.eq(request.key().value()))
                .and(IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(request.idempotencyKey()))
                .fetchSingle();
        if (!earlier.getFingerprint().equals(fingerprint)) {
            throw new HoldfastException(
                    Reason.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key was used with another request within the last 24 hours. Use a new one.");
        }
        return new SessionId(earlier.getSessionId());
    }

    /** The same events mean the same request, however it was written. */
    private static String fingerprint(List<RecordedEvent> events) {
        MessageDigest digest = sha256();
        for (RecordedEvent event : events) {
            digest.update(EventCodec.payload(event.event()));
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
