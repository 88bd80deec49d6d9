package dev.holdfast.event;

/** The API through which a session was made. */
public enum Origin {
    NATIVE,
    SESSIONS,
    WORKSPACE,
    /** A response, which has a session of its own that no list shows. */
    RESPONSES
}
