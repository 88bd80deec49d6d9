package dev.holdfast.engine;

/** The state of a session that can be read. */
public enum SessionStatus {
    ACTIVE,
    COMPLETED
}
