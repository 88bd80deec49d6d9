package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.HeadChange.Owner;
import dev.holdfast.name.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was committed here of turns that have just begun or gone on. Whoever submits a turn comes to follow it a moment
 * later, and need not read what is still at hand. Of longer turns, and of ended ones, nothing is kept.
 */
final class Beginnings {

    static final int MOST_SESSIONS = 1_000;
    static final int MOST_EVENTS = 64;
    static final long MOST_BYTES = 16 << 10;

    private final Map<SessionId, Beginning> sessions = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Beginning> eldest) {
            return size() > MOST_SESSIONS;
        }
    };

    /** Events without a gap. */
    private static final class Beginning {

        private final List<RecordedEvent> events = new ArrayList<>();
        private long bytes;

        private long tail() {
            return events.getLast().sequence();
        }
    }

    /** Some events of a session up to the last that was committed here. */
    record Known(List<RecordedEvent> events, long tail) {}

    /** Is told of every commit, mostly in order. */
    synchronized void committed(SessionId session, List<RecordedEvent> events, long bytes, Owner owner) {
        switch (owner) {
            case NOBODY -> sessions.remove(session);
            case THIS_NODE -> {
                Beginning beginning = new Beginning();
                sessions.remove(session);
                add(session, beginning, events, bytes);
            }
            case UNCHANGED -> {
                Beginning beginning = sessions.remove(session);
                if (beginning != null
                        && beginning.tail() + 1 == events.getFirst().sequence()) {
                    add(session, beginning, events, bytes);
                }
            }
        }
    }

    private void add(SessionId session, Beginning beginning, List<RecordedEvent> events, long bytes) {
        beginning.events.addAll(events);
        beginning.bytes += bytes;
        if (beginning.events.size() <= MOST_EVENTS && beginning.bytes <= MOST_BYTES) {
            sessions.put(session, beginning);
        }
    }

    /** What there is after a number, if that is all of it. */
    synchronized Optional<Known> after(SessionId session, long sequence) {
        Beginning beginning = sessions.get(session);
        if (beginning == null || sequence + 1 < beginning.events.getFirst().sequence() || sequence > beginning.tail()) {
            return Optional.empty();
        }
        int skipped = Math.toIntExact(sequence + 1 - beginning.events.getFirst().sequence());
        return Optional.of(
                new Known(List.copyOf(beginning.events.subList(skipped, beginning.events.size())), beginning.tail()));
    }
}
