package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import java.util.Map;

/** A dialect's shape of errors: one exhaustive switch from the reasons to its statuses, codes and bodies. */
@FunctionalInterface
public interface Form {

    HttpReply print(HoldfastException failure);

    /** The header that says when to try again. */
    static Map<String, String> retryAfter(HoldfastException failure) {
        return Map.of("retry-after", failure.metadata().getOrDefault("retry_after_seconds", "1"));
    }
}
