package dev.holdfast.webhook;

import java.time.Instant;

/** What an attempt means for its delivery. */
sealed interface Verdict {

    record Delivered() implements Verdict {}

    record Again(Instant due) implements Verdict {}

    record GivenUp() implements Verdict {}
}
