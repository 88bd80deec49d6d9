package dev.holdfast.turn;

import dev.holdfast.session.Session;

/** A response: the one turn of a session that it has to itself. */
public record Response(Session session, Stretch turn) {

    public String id() {
        return session.id().toString();
    }
}
