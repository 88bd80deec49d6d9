package dev.holdfast.engine;

/** The state of a session that can be read. */
public enum SessionStatus {
    ACTIVE,
    /** A turn waits for somebody. */
    PAUSED,
    COMPLETED
}
