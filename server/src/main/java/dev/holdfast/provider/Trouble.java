package dev.holdfast.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer did not come.
 *
 * @param passing whether it may go well the next time
 * @param sentence what happened, in words that a caller may read
 * @param pause how long the provider asks to be left alone; null if it does not say
 */
record Trouble(boolean passing, String sentence, @Nullable Duration pause) {

    static Trouble passing(String sentence) {
        return new Trouble(true, sentence, null);
    }

    static Trouble lasting(String sentence) {
        return new Trouble(false, sentence, null);
    }
}
