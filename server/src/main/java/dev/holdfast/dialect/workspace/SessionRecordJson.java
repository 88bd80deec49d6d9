package dev.holdfast.dialect.workspace;

import dev.holdfast.dialect.body.ScopeJson;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.session.Session;
import java.math.BigDecimal;
import java.time.Instant;

/** A session as this dialect prints it: exactly nine keys, in the documented order, with times in seconds. */
final class SessionRecordJson {

    /** The only status of a session that lives; whether it works is told by {@code busy}. */
    private static final String READY = "ready";

    private static final int MILLIS = 3;

    private SessionRecordJson() {}

    static void print(JsonWriter json, Session session) {
        json.field("id", session.id().toString())
                .field("created_at", seconds(session.times().createdAt()))
                .field("last_activity", seconds(session.times().lastActivityAt()))
                .field("busy", session.busy())
                .field("persistent", session.settings().lifetime().persistent())
                .field("ttl", session.settings().lifetime().told().toSeconds())
                .field("status", READY)
                .field("metadata", session.metadata())
                .object(
                        "file_access",
                        access -> ScopeJson.print(access, session.settings().scope()));
    }

    /** A float, as documented: a whole second keeps a zero behind its point. */
    private static Json seconds(Instant instant) {
        BigDecimal seconds = BigDecimal.valueOf(instant.toEpochMilli(), MILLIS).stripTrailingZeros();
        return new Json(seconds.setScale(Math.max(1, seconds.scale())).toPlainString());
    }
}
