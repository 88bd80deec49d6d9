package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;

/** What a follower gets when it asks for the next event. */
public sealed interface Delivery {

    /** The next event; none before it was left out. */
    record Delivered(RecordedEvent event) implements Delivery {}

    /** Nothing happened for as long as the follower was ready to wait. */
    record Quiet() implements Delivery {}

    /** There will be no more: the session is deleted, or the follower was closed. */
    record Ended() implements Delivery {}
}
