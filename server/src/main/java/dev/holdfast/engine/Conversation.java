package dev.holdfast.engine;

import dev.holdfast.event.Message;
import dev.holdfast.event.RecordedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What a model is shown of a session, its instructions apart. */
public final class Conversation {

    /** The most turns that a model is shown before the one that runs, however short they are. */
    static final int MAX_TURNS_BEFORE = 1_000;

    private Conversation() {}

    /** A turn by itself: what was asked, and what came of it so far. */
    public static List<Message> of(Turn turn) {
        return Pairing.of(List.of(Transcript.of(turn)));
    }

    /** What was said in a turn that has ended, from its facts. */
    public static List<Message> of(List<RecordedEvent> turn) {
        return Pairing.of(List.of(Transcript.of(turn)));
    }

    /**
     * A turn and what came before it: the newest turns that fit into the budget beside it, whole. Older ones are not asked
     * for.
     *
     * @param newestFirst the facts of each turn before this one
     * @param tokens the budget for all of them, by an estimate
     */
    public static List<Message> of(Turn turn, Iterator<List<RecordedEvent>> newestFirst, long tokens) {
        Deque<Transcript> transcripts = new ArrayDeque<>();
        Transcript next = Transcript.of(turn);
        long left = tokens - next.tokens();
        transcripts.addFirst(next);
        while (left > 0 && transcripts.size() <= MAX_TURNS_BEFORE && newestFirst.hasNext()) {
            next = Transcript.of(newestFirst.next());
            left -= next.tokens();
            if (left >= 0) {
                transcripts.addFirst(next);
            }
        }
        return Pairing.of(List.copyOf(transcripts));
    }
}
