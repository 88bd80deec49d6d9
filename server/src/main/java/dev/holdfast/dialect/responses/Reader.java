package dev.holdfast.dialect.responses;

/** Whose habits an answer keeps beside OpenAI's. */
public enum Reader {
    OPENAI,
    /** Responses have one more field, and their streams one more event. */
    SESSIONS,
    /** Cancelling is answered as that of a message. */
    WORKSPACE
}
