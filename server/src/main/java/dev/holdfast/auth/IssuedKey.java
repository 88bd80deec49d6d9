package dev.holdfast.auth;

import org.jspecify.annotations.Nullable;

/** A key with the secret that is shown this once; no secret where a request is repeated. */
public record IssuedKey(Key key, @Nullable Secret secret) {}
