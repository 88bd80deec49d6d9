package dev.holdfast.log;

/** What an append left behind: the state after it and the number of the last event. */
public record Appended<S>(S state, long lastSequence) {}
