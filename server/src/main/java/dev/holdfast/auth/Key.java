package dev.holdfast.auth;

import dev.holdfast.name.KeyId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key as it is shown: everything but the secret. */
public record Key(
        KeyId id,
        String name,
        KeyStyle style,
        Set<Grant> grants,
        String secretHint,
        Instant createdAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant revokedAt) {

    public static final int MAX_NAME_LENGTH = 100;

    public Key {
        grants = Set.copyOf(grants);
    }

    boolean administers() {
        return revokedAt == null && grants.contains(Grant.ADMIN);
    }
}
