package dev.holdfast.simulation;

import dev.holdfast.event.Event.TurnRecovered;
import java.util.TreeMap;

/** What a reader has of a turn's text: it adds what comes and removes what it is told to be void. */
final class ReaderText {

    /** The text of the answers that are whole. */
    private final StringBuilder whole = new StringBuilder();

    /** The pieces of the answer that is being written, by the numbers of their events. */
    private final TreeMap<Long, String> pieces = new TreeMap<>();

    private long lastOfWhole;

    void added(long sequence, String delta) {
        pieces.put(sequence, delta);
    }

    void recovered(TurnRecovered recovered, long sequence) {
        if (recovered.supersededFrom() > recovered.supersededTo() || recovered.supersededTo() >= sequence) {
            throw new AssertionError("void is what has not been seen: " + recovered);
        }
        if (recovered.supersededFrom() <= lastOfWhole) {
            throw new AssertionError("void is what was whole: " + recovered);
        }
        pieces.subMap(recovered.supersededFrom(), true, recovered.supersededTo(), true)
                .clear();
    }

    /** An answer is whole, and the reader has seen just that. */
    void answered(String text) {
        String seen = String.join("", pieces.values());
        if (!seen.equals(text)) {
            throw new AssertionError("A reader has seen «" + seen + "», the answer is «" + text + "»");
        }
        if (!pieces.isEmpty()) {
            lastOfWhole = pieces.lastKey();
        }
        pieces.clear();
        whole.append(text);
    }

    void completed(String text) {
        if (!whole.toString().equals(text)) {
            throw new AssertionError("A reader has seen «" + whole + "», the turn says «" + text + "»");
        }
    }
}
