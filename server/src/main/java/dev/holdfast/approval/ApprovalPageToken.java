package dev.holdfast.approval;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where the next page of a list begins, as an opaque text. It carries a mark of the list's filters, so that a token of
 * another list is refused and not misread.
 */
final class ApprovalPageToken {

    private static final int BYTES = Long.BYTES + 2 * Long.BYTES + Integer.BYTES + Integer.BYTES;

    /** Between these every time can be asked of the database; a token that says another was not given out. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private ApprovalPageToken() {}

    static String print(ApprovalQuery query, ApprovalPosition position) {
        UUID action = position.id().action().value();
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(position.requestedAt().toEpochMilli())
                .putLong(action.getMostSignificantBits())
                .putLong(action.getLeastSignificantBits())
                .putInt(position.id().attempt())
                .putInt(mark(query))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static ApprovalPosition parse(ApprovalQuery query, String token) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(token));
        if (bytes.remaining() != BYTES) {
            throw invalid();
        }
        Instant requestedAt = Instant.ofEpochMilli(bytes.getLong());
        ActionId action = new ActionId(new UUID(bytes.getLong(), bytes.getLong()));
        int attempt = bytes.getInt();
        if (bytes.getInt() != mark(query) || requestedAt.isBefore(EARLIEST) || requestedAt.isAfter(LATEST)) {
            throw invalid();
        }
        return new ApprovalPosition(requestedAt, new ApprovalId(action, attempt));
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** Made of texts alone, because tokens outlive the process. */
    private static int mark(ApprovalQuery query) {
        return (query.tenant() + "|" + query.session() + "|" + query.state()).hashCode();
    }

    private static HoldfastException invalid() {
        return new HoldfastException(
                Reason.PAGE_TOKEN_INVALID,
                "The page token was not given out by this list with these filters. Begin again without one.");
    }
}
