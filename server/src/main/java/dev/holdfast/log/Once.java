package dev.holdfast.log;

import dev.holdfast.name.SessionId;

/** What became of an append that a caller may repeat. */
public sealed interface Once<S> {

    /** It was made now. */
    record Written<S>(Appended<S> appended) implements Once<S> {}

    /** An earlier request with the same idempotency key had made it; nothing was written. */
    record Repeated<S>(SessionId session, int turnNumber, long firstSequence) implements Once<S> {}
}
