package dev.holdfast.dialect.shared;

/** The documented HTTP APIs that the server speaks, beside its own typed one. */
public enum Dialect {
    SESSIONS,
    WORKSPACE,
    REPOSITORIES
}
