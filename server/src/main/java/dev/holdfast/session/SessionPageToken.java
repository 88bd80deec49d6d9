package dev.holdfast.session;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.SessionId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where the next page of a list begins, as an opaque text. It carries a mark of the list's filters, so that a token of
 * another list is refused and not misread.
 */
final class SessionPageToken {

    private static final int BYTES = Long.BYTES + 2 * Long.BYTES + Integer.BYTES;

    /** Between these every time can be asked of the database; a token that says another was not given out. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private SessionPageToken() {}

    static String print(SessionQuery query, SessionPosition position) {
        UUID id = position.id().value();
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(position.createdAt().toEpochMilli())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(mark(query))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static SessionPosition parse(SessionQuery query, String token) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(token));
        if (bytes.remaining() != BYTES) {
            throw invalid();
        }
        Instant createdAt = Instant.ofEpochMilli(bytes.getLong());
        SessionId id = new SessionId(new UUID(bytes.getLong(), bytes.getLong()));
        if (bytes.getInt() != mark(query) || createdAt.isBefore(EARLIEST) || createdAt.isAfter(LATEST)) {
            throw invalid();
        }
        return new SessionPosition(createdAt, id);
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** Made of texts alone, because tokens outlive the process. */
    private static int mark(SessionQuery query) {
        return (query.tenant() + "|" + query.origin() + "|" + query.status() + "|" + query.agentId()).hashCode();
    }

    private static HoldfastException invalid() {
        return new HoldfastException(
                Reason.PAGE_TOKEN_INVALID,
                "The page token was not given out by this list with these filters. Begin again without one.");
    }
}
