package dev.holdfast.log;

import dev.holdfast.name.SessionId;

/**
 * The session has changed hands, or is gone: whoever gets this no longer runs it, has appended nothing, and must not have
 * any further effect in its name.
 */
public final class StaleWriterException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StaleWriterException(SessionId session, long fence) {
        super("session " + session + " is no longer written with fence " + fence);
    }
}
