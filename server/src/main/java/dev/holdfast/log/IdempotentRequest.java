package dev.holdfast.log;

import dev.holdfast.name.KeyId;
import java.time.Duration;
import java.util.Comparator;

/** A request that may be repeated: whose it is and the name that the caller gave it. */
public record IdempotentRequest(KeyId key, String idempotencyKey) {

    /** How long a repeat is recognised. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    static final Comparator<IdempotentRequest> IN_ORDER = Comparator.comparing(
                    (IdempotentRequest request) -> request.key().value())
            .thenComparing(IdempotentRequest::idempotencyKey);
}
