package dev.holdfast.engine;

import dev.holdfast.engine.WorkerReport.Recovered;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import dev.holdfast.event.RecordedEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is asked for again, held against what readers have already seen of it. It is fed the new answer piece by
 * piece as it comes and says what is to be written: nothing while the answer repeats itself; at the first difference that
 * the rest of what was seen is void, and then the answer from there.
 *
 * <p>What counts is the text. Thoughts differ from attempt to attempt though the text be the same, so they are left out while
 * text repeats, and are compared only if readers have seen nothing else. One for each attempt, for one thread.
 */
public final class RepeatedText {

    /** What the new answer is held against: the text that was seen, or the thoughts if there was none. */
    private final List<ShownPiece> seen;

    private final String expected;
    private final boolean thoughtsOnly;
    private final long lastSeen;

    /** So much of what is expected has come again. */
    private int matched;

    /** From here on everything is written. */
    private boolean settled;

    private RepeatedText(List<ShownPiece> shown) {
        thoughtsOnly = shown.stream().allMatch(ShownPiece::thought);
        seen = shown.stream().filter(piece -> piece.thought() == thoughtsOnly).toList();
        expected = seen.stream().map(ShownPiece::delta).collect(Collectors.joining());
        lastSeen = shown.isEmpty() ? 0 : shown.getLast().sequence();
        settled = expected.isEmpty();
    }

    /** For an answer that is asked for the first time. */
    public static RepeatedText nothingSeen() {
        return new RepeatedText(List.of());
    }

    /** For the answer that a turn waits for, given the turn's events with what lies between them, or the last of them. */
    public static RepeatedText of(List<RecordedEvent> events) {
        return new RepeatedText(ShownPiece.of(events));
    }

    /** The new answer goes on with this. */
    public Emission add(Progress delta) {
        if (settled) {
            return new Emission(null, List.of(delta));
        }
        return switch (delta) {
            case ThinkingAdded thought when thoughtsOnly -> compare(thought.delta());
            case ThinkingAdded _ -> Emission.NOTHING;
            case TextAdded text when !thoughtsOnly -> compare(text.delta());
            // It thought less than before, and speaks.
            case TextAdded text -> differs("").then(text);
        };
    }

    /** The new answer is whole. */
    public Emission end() {
        return settled ? Emission.NOTHING : differs("");
    }

    private Emission compare(String more) {
        int left = expected.length() - matched;
        if (more.length() <= left && expected.startsWith(more, matched)) {
            matched += more.length();
            settled = matched == expected.length();
            return Emission.NOTHING;
        }
        if (expected.regionMatches(matched, more, 0, left)) {
            settled = true;
            return new Emission(null, delta(more.substring(left)));
        }
        return differs(more);
    }

    /** The answer goes on with something else. An event is void as a whole, so the beginning of the first is told again. */
    private Emission differs(String more) {
        int same = matched;
        while (same - matched < more.length() && expected.charAt(same) == more.charAt(same - matched)) {
            same++;
        }
        settled = true;
        int kept = 0;
        for (ShownPiece piece : seen) {
            int end = kept + piece.delta().length();
            if (same < end) {
                String again = (expected.substring(0, matched) + more).substring(kept);
                return new Emission(new Recovered(piece.sequence(), lastSeen), delta(again));
            }
            kept = end;
        }
        throw new IllegalStateException("All that was seen came again");
    }

    private List<Progress> delta(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return List.of(thoughtsOnly ? new ThinkingAdded(text) : new TextAdded(text));
    }

    /** What is to be written, in this order. */
    public record Emission(@Nullable Recovered recovered, List<Progress> deltas) {

        static final Emission NOTHING = new Emission(null, List.of());

        public Emission {
            deltas = List.copyOf(deltas);
        }

        private Emission then(Progress more) {
            return new Emission(
                    recovered, Stream.concat(deltas.stream(), Stream.of(more)).toList());
        }
    }
}
