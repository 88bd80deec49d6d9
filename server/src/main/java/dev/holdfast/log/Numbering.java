package dev.holdfast.log;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Gives events their places in the log. */
final class Numbering {

    /** What happens before the first turn belongs to none. */
    static final int NO_TURN = 0;

    private Numbering() {}

    /** The events, numbered after the last one; each belongs to the turn that began last. */
    static List<RecordedEvent> record(List<Event> events, long lastSequence, int turnNumber, Instant at) {
        List<RecordedEvent> recorded = new ArrayList<>(events.size());
        int turn = turnNumber;
        for (Event event : events) {
            if (event instanceof TurnStarted started) {
                turn = started.turnNumber();
            }
            recorded.add(new RecordedEvent(lastSequence + 1 + recorded.size(), turn, at, event));
        }
        return recorded;
    }
}
