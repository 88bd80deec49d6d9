package dev.holdfast.turn;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import java.util.List;

/**
 * Where a turn began or went on: what its events from there on show until it ends or waits.
 *
 * @param begun the first of these events, as far as they were appended just now; others have to be read
 */
public record Stretch(SessionId session, int turnNumber, long firstSequence, List<RecordedEvent> begun) {

    public Stretch {
        begun = List.copyOf(begun);
    }

    /** Whether it was this request that began it, or let it go on, and no earlier one that it repeats. */
    public boolean justBegun() {
        return !begun.isEmpty();
    }

    /** Of a turn that began, or went on, earlier. */
    static Stretch earlier(SessionId session, int turnNumber, long firstSequence) {
        return new Stretch(session, turnNumber, firstSequence, List.of());
    }
}
