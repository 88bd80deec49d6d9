package dev.holdfast.session;

import dev.holdfast.name.SessionId;
import java.time.Instant;

/** A place in a list of sessions, newest first: just after this one. */
record SessionPosition(Instant createdAt, SessionId id) {

    static SessionPosition after(Session session) {
        return new SessionPosition(session.times().createdAt(), session.id());
    }
}
