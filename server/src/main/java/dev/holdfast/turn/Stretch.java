package dev.holdfast.turn;

import dev.holdfast.name.SessionId;

/** Where a turn began or went on: what its events from there on show until it ends or waits. */
public record Stretch(SessionId session, int turnNumber, long firstSequence) {}
