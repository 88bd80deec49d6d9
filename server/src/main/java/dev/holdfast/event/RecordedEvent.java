package dev.holdfast.event;

import java.time.Instant;

/** An event in its place in a session's log. What happens between turns has the number of the last one. */
public record RecordedEvent(long sequence, int turnNumber, Instant at, Event event) {}
