package dev.holdfast.agent;

import dev.holdfast.engine.Conversation.EndedTurn;
import dev.holdfast.event.Content;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.Message;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.turn.TurnStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The turns before one, the newest first, read as far as somebody asks for them. */
final class PastTurns implements Iterator<EndedTurn> {

    /** A session's context is seldom more, and one page costs two statements. */
    private static final int TURNS_PER_PAGE = 20;

    /** How many characters are reckoned for a token. */
    private static final int CHARS_PER_TOKEN = 4;

    private final TurnStore turns;
    private final SessionId session;
    private final Deque<EndedTurn> page = new ArrayDeque<>();
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
    public EndedTurn next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.removeFirst();
    }

    private void read() {
        List<TurnStore.Ended> ended = turns.endedBefore(session, before, TURNS_PER_PAGE);
        if (ended.isEmpty()) {
            before = 0;
            return;
        }
        before = ended.getLast().turnNumber();
        TurnStore.Range range = new TurnStore.Range(
                ended.getLast().range().first(), ended.getFirst().range().last());
        Map<Integer, List<RecordedEvent>> facts =
                turns.facts(session, range).stream().collect(Collectors.groupingBy(RecordedEvent::turnNumber));
        for (TurnStore.Ended turn : ended) {
            List<RecordedEvent> own = facts.getOrDefault(turn.turnNumber(), List.of());
            page.addLast(new EndedTurn(tokens(own), () -> own));
        }
    }

    private static long tokens(List<RecordedEvent> facts) {
        return facts.stream().mapToLong(PastTurns::length).sum() / CHARS_PER_TOKEN + 1;
    }

    private static long length(RecordedEvent fact) {
        return switch (fact.event()) {
            case TurnStarted started ->
                started.request().input().stream().mapToLong(PastTurns::length).sum();
            case ToolCallStarted started ->
                started.call().arguments().length()
                        + (started.step() == null ? 0 : started.step().text().length());
            case ToolCallCompleted completed -> completed.output().length();
            case TurnResumed resumed ->
                resumed.output() == null ? 0 : resumed.output().length();
            case TurnCompleted completed ->
                completed.step() == null ? 0 : completed.step().text().length();
            default -> 0;
        };
    }

    private static long length(Message message) {
        return switch (message) {
            case Message.Said said ->
                said.content().stream().mapToLong(PastTurns::length).sum();
            case Message.Called called -> called.arguments().length();
            case Message.Returned returned -> returned.output().length();
            case Message.Answered answered -> answered.step().text().length();
        };
    }

    private static long length(Content content) {
        return switch (content) {
            case Content.Text text -> text.text().length();
            case Content.Image image -> image.url().length();
            case Content.File file -> file.text().length();
        };
    }
}
