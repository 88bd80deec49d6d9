package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import java.util.List;

/** What an append wrote, and the session after it. Nothing was written if the decision was that nothing follows. */
public record Appended<S>(Opened<S> opened, List<RecordedEvent> events) {

    public Appended {
        events = List.copyOf(events);
    }

    public S state() {
        return opened.state();
    }

    public long lastSequence() {
        return opened.lastSequence();
    }
}
