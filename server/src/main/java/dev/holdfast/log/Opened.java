package dev.holdfast.log;

import dev.holdfast.name.SessionId;

/**
 * A session as its log says it is.
 *
 * @param fence raised whenever the session changes hands; whoever runs it appends with the fence that it got
 * @param revision how many facts there are
 * @param lastSequence the number of the last event; -1 if there is no such session
 * @param turnNumber the turn that began last; 0 before the first
 */
public record Opened<S>(SessionId session, S state, long fence, long revision, long lastSequence, int turnNumber) {}
