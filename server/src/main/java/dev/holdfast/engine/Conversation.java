package dev.holdfast.engine;

import dev.holdfast.event.Message;
import dev.holdfast.event.RecordedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** What a model is shown of a session, its instructions apart. */
public final class Conversation {

    private Conversation() {}

    /** A turn by itself: what was asked, and what came of it so far. */
    public static List<Message> of(Turn turn) {
        return Pairing.of(List.of(Transcript.of(turn)));
    }

    /** What was said in a turn that has ended, from its events; what lies between its facts is not needed. */
    public static List<Message> of(List<RecordedEvent> turn) {
        return Pairing.of(List.of(Transcript.of(turn)));
    }

    /**
     * A turn and what came before it: the newest turns that fit into the budget, whole. Older ones are not asked for.
     *
     * @param newestFirst the turns before this one
     * @param tokens the budget for them
     */
    public static List<Message> of(Turn turn, Iterator<EndedTurn> newestFirst, long tokens) {
        Deque<Transcript> transcripts = new ArrayDeque<>();
        transcripts.addFirst(Transcript.of(turn));
        long left = tokens;
        while (newestFirst.hasNext()) {
            EndedTurn before = newestFirst.next();
            if (before.tokens() > left) {
                break;
            }
            left -= before.tokens();
            transcripts.addFirst(Transcript.of(before.events().get()));
        }
        return Pairing.of(List.copyOf(transcripts));
    }

    /** A turn that has ended: its size, and its events when they are needed. */
    public record EndedTurn(long tokens, Supplier<List<RecordedEvent>> events) {}
}
