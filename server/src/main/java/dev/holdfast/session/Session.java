package dev.holdfast.session;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.name.SessionId;

/** A session as it is now. */
public record Session(SessionId id, Living state) {}
