package dev.holdfast.auth;

import dev.holdfast.name.KeyId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a new key shall be, and which request asks for it, so that a repeat makes no second one. */
public record NewKey(
        String name,
        KeyStyle style,
        Set<Grant> grants,
        @Nullable Request request) {

    public NewKey {
        grants = Set.copyOf(grants);
    }

    public NewKey(String name, KeyStyle style, Set<Grant> grants) {
        this(name, style, grants, null);
    }

    /** The key that asks, and the name that it gave its request. */
    public record Request(KeyId by, String idempotencyKey) {}
}
