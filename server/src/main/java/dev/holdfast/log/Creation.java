package dev.holdfast.log;

import dev.holdfast.name.SessionId;

/** What became of a request for a new session. */
public sealed interface Creation<S> {

    /** The session began so. */
    record Begun<S>(Opened<S> opened) implements Creation<S> {}

    /** An earlier request with the same idempotency key had begun it; nothing was written. */
    record Repeated<S>(SessionId session) implements Creation<S> {}

    /** It was not admitted; nothing was written. */
    record Refused<S>() implements Creation<S> {}
}
