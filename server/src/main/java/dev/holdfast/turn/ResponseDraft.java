package dev.holdfast.turn;

import dev.holdfast.json.Json;

/**
 * What a caller asks of a new response.
 *
 * @param notes what is to be known of the request beside the turn, as an object in the caller's dialect
 */
public record ResponseDraft(TurnDraft turn, Json notes, Keeping keeping) {

    /** How long a response is kept. */
    public enum Keeping {
        /** A while after its end, for readers that lost it. */
        RESUME_WINDOW,
        STORED
    }
}
