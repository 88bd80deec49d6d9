package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.ScopeJson;
import dev.holdfast.dialect.body.ToolJson;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.session.Session;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A session as this dialect prints it: the eight documented keys in their order, then ours. Lists leave out the two that
 * can be large, instructions and tools.
 */
final class SessionJson {

    /** No turn can be submitted yet, so none has been counted or has cost anything. */
    private static final int TURNS = 0;

    private static final BigDecimal COST = BigDecimal.ZERO;

    private SessionJson() {}

    static String whole(Session session) {
        return JsonWriter.object(json -> {
            documented(json, session);
            ours(json, session);
            SessionSettings settings = session.state().settings();
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
        Living state = session.state();
        json.field("id", session.id().toString())
                .field("status", status(state.status()))
                .field("turn_count", TURNS)
                .field("created_at", state.createdAt().toString())
                .field("updated_at", state.updatedAt().toString())
                .field("agent_id", state.settings().agentId())
                .field("metadata", state.metadata())
                .field("total_cost", COST);
    }

    private static void ours(JsonWriter json, Session session) {
        SessionSettings settings = session.state().settings();
        json.field("busy", false)
                .field("persistent", settings.lifetime().persistent())
                .field("ttl", settings.lifetime().told().toSeconds())
                .object("file_access", access -> ScopeJson.print(access, settings.scope()))
                .field("model", settings.model());
    }

    private static void waiting(JsonWriter json, Session session) {
        Instant due = session.state().dueAt();
        json.field("expires_at", due == null ? null : due.toString()).field("pending_actions", List.of());
    }

    private static String status(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> "active";
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
