package dev.holdfast.event;

/** The API through which a session was made. */
public enum Origin {
    NATIVE,
    SESSIONS,
    WORKSPACE
}
