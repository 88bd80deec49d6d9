package dev.holdfast.event;

import java.time.Instant;

/** An event in its place in a session's log. */
public record RecordedEvent(long sequence, Instant at, Event event) {}
