package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import java.util.List;

/** A session that changed: the facts that were appended, and the state before and after them. */
public record Change<S>(SessionId session, S before, List<RecordedEvent> facts, S after) {

    public Change {
        facts = List.copyOf(facts);
    }
}
