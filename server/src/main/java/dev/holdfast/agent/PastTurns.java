package dev.holdfast.agent;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.turn.TurnStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The facts of the turns before one, the newest first, read as far as somebody asks for them. */
final class PastTurns implements Iterator<List<RecordedEvent>> {

    /** A session's context is seldom more, and one page costs one statement. Each further page is twice as long. */
    private static final int FIRST_PAGE = 20;

    private final TurnStore turns;
    private final SessionId session;
    private final Deque<List<RecordedEvent>> page = new ArrayDeque<>();
    private int pageLength = FIRST_PAGE;
    private int before;

    PastTurns(TurnStore turns, SessionId session, int before) {
        this.turns = turns;
        this.session = session;
        this.before = before;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && before > 1) {
            read();
        }
        return !page.isEmpty();
    }

    @Override
    public List<RecordedEvent> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.removeFirst();
    }

    private void read() {
        TreeMap<Integer, List<RecordedEvent>> turnsOfPage = turns.factsBefore(session, before, pageLength).stream()
                .collect(Collectors.groupingBy(RecordedEvent::turnNumber, TreeMap::new, Collectors.toList()));
        pageLength *= 2;
        before = turnsOfPage.isEmpty() ? 0 : turnsOfPage.firstKey();
        page.addAll(turnsOfPage.descendingMap().values());
    }
}
