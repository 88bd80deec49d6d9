package dev.holdfast.log;

import dev.holdfast.log.AppendRows.Place;
import dev.holdfast.log.Outcome.Written;
import java.util.Map;

/** How an attempt to commit a batch ended. */
sealed interface Attempt<S> {

    /** These were written and are committed; the others' conditions did not hold, or their heads were not free. */
    record Committed<S>(Map<PendingAppend<S>, Written<S>> written) implements Attempt<S> {}

    /** Nothing was written, and nothing will be as long as some append is among the others. */
    record Refused<S>(Exception failure) implements Attempt<S> {}

    /** Nothing was written, for a reason that may pass. */
    record Undone<S>(Exception failure) implements Attempt<S> {}

    /** Nothing was written, since somebody else has an append's idempotency key. */
    record KeyTaken<S>(PendingAppend<S> append) implements Attempt<S> {}

    /** The connection was lost in the commit: all of these are written, or none. */
    record InDoubt<S>(Map<PendingAppend<S>, Place> places, Map<PendingAppend<S>, Written<S>> written)
            implements Attempt<S> {}
}
