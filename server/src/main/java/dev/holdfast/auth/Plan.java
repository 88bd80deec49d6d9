package dev.holdfast.auth;

/** What a tenant has paid for. */
public enum Plan {
    PAID,
    FREE
}
