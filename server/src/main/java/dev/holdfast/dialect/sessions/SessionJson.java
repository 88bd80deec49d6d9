package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.ScopeJson;
import dev.holdfast.dialect.body.ToolJson;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.session.Session;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A session as this dialect prints it: the eight documented keys in their order, then ours. Lists leave out the two that
 * can be large, instructions and tools.
 */
final class SessionJson {

    private static final int MICROS = 6;

    private SessionJson() {}

    static String whole(Session session) {
        return JsonWriter.object(json -> {
            documented(json, session);
            ours(json, session);
            SessionSettings settings = session.settings();
            json.field("instructions", settings.instructions()).array("tools", settings.tools(), SessionJson::tool);
            waiting(json, session);
        });
    }

    static void summary(JsonWriter json, Session session) {
        documented(json, session);
        ours(json, session);
        waiting(json, session);
    }

    private static void documented(JsonWriter json, Session session) {
        json.field("id", session.id().toString())
                .field("status", status(session.status()))
                .field("turn_count", session.ledger().turns())
                .field("created_at", session.times().createdAt().toString())
                .field("updated_at", session.times().updatedAt().toString())
                .field("agent_id", session.settings().agentId())
                .field("metadata", session.metadata())
                .field("total_cost", dollars(session.ledger().costMicros()));
    }

    private static void ours(JsonWriter json, Session session) {
        SessionSettings settings = session.settings();
        json.field("busy", session.busy())
                .field("persistent", settings.lifetime().persistent())
                .field("ttl", settings.lifetime().told().toSeconds())
                .object("file_access", access -> ScopeJson.print(access, settings.scope()))
                .field("model", settings.model());
    }

    private static void waiting(JsonWriter json, Session session) {
        Instant end = session.endsAt();
        json.field("expires_at", end == null ? null : end.toString())
                .array("pending_actions", session.pending(), SessionJson::action);
    }

    static void action(JsonWriter json, PendingAction action) {
        json.field("action_id", action.call().id().toString())
                .field("tool", action.call().tool())
                .field("arguments", action.call().arguments());
    }

    /** A plain number without zeros at its end: nothing is 0. */
    static BigDecimal dollars(long micros) {
        BigDecimal dollars = BigDecimal.valueOf(micros, MICROS).stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    private static String status(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> "active";
            case PAUSED -> "paused";
            case COMPLETED -> "completed";
        };
    }

    private static void tool(JsonWriter json, ToolSpec tool) {
        switch (tool) {
            case ToolSpec.Function function ->
                json.field("type", "function").object("function", inner -> function(inner, function));
            case ToolSpec.BuiltIn builtIn -> json.field("type", ToolJson.type(builtIn.kind()));
        }
        if (tool.needsApproval()) {
            json.field("needsApproval", true);
        }
    }

    private static void function(JsonWriter json, ToolSpec.Function function) {
        json.field("name", function.name());
        if (function.description() != null) {
            json.field("description", function.description());
        }
        if (function.parameters() != null) {
            json.field("parameters", function.parameters());
        }
    }
}
