package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an append that was queued. */
sealed interface Outcome<S> {

    /**
     * It is committed.
     *
     * @param opened the session after it; null if it was progress alone
     */
    record Written<S>(List<RecordedEvent> events, @Nullable Opened<S> opened) implements Outcome<S> {}

    /** Somebody else had appended a fact. */
    record Moved<S>() implements Outcome<S> {}

    /** The session has changed hands or is gone. */
    record Stale<S>() implements Outcome<S> {}

    /** Somebody else took the idempotency key at the same time. */
    record KeyTaken<S>() implements Outcome<S> {}

    /** It could not be written. Whether it was is known: it was not, unless the failure says that nobody can tell. */
    record Failed<S>(RuntimeException failure) implements Outcome<S> {}
}
