package dev.holdfast.dialect.sessions;

import java.util.OptionalInt;

/** Which events a page holds: those of one turn or of all, and which page. */
record EventsQuery(OptionalInt turn, PageNumbers numbers) {

    /** Reads query texts as {@link PageNumbers} does: a turn that is no number is none. */
    static EventsQuery parse(String turnNumber, String page, String limit) {
        return new EventsQuery(PageNumbers.leading(turnNumber), PageNumbers.parse(page, limit));
    }
}
