package dev.holdfast.dialect.workspace;

import dev.holdfast.dialect.body.ScopeJson;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.session.Session;

/** A session as this dialect prints it: exactly nine keys, in the documented order, with times in seconds. */
final class SessionRecordJson {

    /** The only status of a session that lives; whether it works is told by {@code busy}. */
    private static final String READY = "ready";

    private SessionRecordJson() {}

    static void print(JsonWriter json, Session session) {
        json.field("id", session.id().toString())
                .field("created_at", SecondsJson.of(session.times().createdAt()))
                .field("last_activity", SecondsJson.of(session.times().lastActivityAt()))
                .field("busy", session.busy())
                .field("persistent", session.settings().lifetime().persistent())
                .field("ttl", session.settings().lifetime().told().toSeconds())
                .field("status", READY)
                .field("metadata", session.metadata())
                .object(
                        "file_access",
                        access -> ScopeJson.print(access, session.settings().scope()));
    }
}
