package dev.holdfast.dialect.workspace;

import dev.holdfast.engine.SessionEngine;
import dev.holdfast.name.SessionId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.session.Session;
import dev.holdfast.session.Sessions;

/** The sessions that there are for this dialect, through whatever API they were made. A completed one does not exist here. */
record LivingSessions(Sessions sessions) {

    /** The current caller's session. */
    Session require(String id) {
        return living(sessions.require(CallContext.caller().tenant(), parse(id)));
    }

    /** Likewise, for a message to begin a turn in; see {@link Sessions#toBeginIn}. */
    Session toBeginIn(String id) {
        return living(sessions.toBeginIn(CallContext.caller().tenant(), parse(id)));
    }

    private static SessionId parse(String id) {
        return SessionId.parse(id).orElseThrow(SessionEngine::sessionNotFound);
    }

    private static Session living(Session session) {
        return switch (session.status()) {
            case ACTIVE, PAUSED -> session;
            case COMPLETED -> throw SessionEngine.sessionNotFound();
        };
    }
}
