package dev.holdfast.webhook;

import java.util.Optional;

/** What came of sending a message. */
sealed interface Reply {

    /**
     * The endpoint answered.
     *
     * @param retryAfter the header of that name
     */
    record Answered(int status, Optional<String> retryAfter) implements Reply {}

    record Unanswered(Failure failure) implements Reply {}

    /** Why there was no answer. */
    enum Failure {
        TIMEOUT,
        /** No connection, or one that broke. */
        CONNECTION,
        /** A connection that cannot be trusted. */
        TLS,
        /** A fault of ours. */
        FAULT
    }
}
