package dev.holdfast.node;

import dev.holdfast.name.SessionId;

/** A session that runs, or should, and the fence that its owner appends with. */
public record OwnedSession(SessionId session, long fence) {}
