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
        Session session = SessionId.parse(id)
                .map(known -> sessions.require(CallContext.caller().tenant(), known))
                .orElseThrow(SessionEngine::sessionNotFound);
        return switch (session.status()) {
            case ACTIVE, PAUSED -> session;
            case COMPLETED -> throw SessionEngine.sessionNotFound();
        };
    }
}
