package dev.holdfast.dialect.sessions;

import dev.holdfast.auth.Caller;
import dev.holdfast.dialect.body.SessionBody;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.End;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Lifetime.IdleClock;
import dev.holdfast.event.Origin;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.SessionId;
import dev.holdfast.rest.v1.CreateSessionRequest;
import dev.holdfast.rest.v1.ListSessionsRequest;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.rpc.RequestHeaders;
import dev.holdfast.session.Session;
import dev.holdfast.session.SessionConfig;
import dev.holdfast.session.SessionDraft;
import dev.holdfast.session.SessionQuery;
import dev.holdfast.session.Sessions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions dialect's answers on the paths that it shares with others. */
public final class SessionsDialect {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Sessions sessions;
    private final SessionConfig config;

    public SessionsDialect(Sessions sessions, SessionConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    public HttpReply create(CreateSessionRequest request) {
        RequestHeaders headers = CallContext.current().request();
        SessionBody body = SessionBody.parse(request.getBody().getData().asReadOnlyByteBuffer());
        String repeated = headers.get("idempotency-key");
        Session session = sessions.create(
                CallContext.caller(),
                Origin.SESSIONS,
                draft(body, headers.get("x-agent-id")),
                repeated.isEmpty() ? null : IdempotencyKey.parse(repeated));
        return HttpReply.json(CREATED, SessionJson.whole(session));
    }

    public HttpReply list(ListSessionsRequest request) {
        Caller caller = CallContext.caller();
        PageNumbers numbers = PageNumbers.parse(request.getPage(), request.getLimit());
        Optional<SessionStatus> status = status(request.getStatus());
        if (status.isEmpty() && !request.getStatus().isEmpty()) {
            // A status that no session has lets none pass.
            return page(List.of(), numbers, 0);
        }
        SessionQuery query =
                new SessionQuery(caller.tenant(), Origin.SESSIONS, status.orElse(null), agent(request.getAgentId()));
        List<Session> found = sessions.list(query, numbers.page(), numbers.limit());
        return page(found, numbers, sessions.count(query));
    }

    public HttpReply get(String id) {
        Session session = sessions.require(CallContext.caller().tenant(), parse(id));
        return HttpReply.json(OK, SessionJson.whole(session));
    }

    public HttpReply delete(String id) {
        SessionId session = parse(id);
        sessions.delete(CallContext.caller().tenant(), session);
        return HttpReply.json(
                OK,
                JsonWriter.object(json -> json.field("id", session.toString()).field("deleted", true)));
    }

    /** The draft that the body asks for; the header's agent is meant where the body names none. */
    private SessionDraft draft(SessionBody body, String headerAgentId) {
        return new SessionDraft(
                body.agentId().orElse(agent(headerAgentId)),
                body.metadata(),
                body.model().orElse(null),
                body.instructions().orElse(null),
                body.tools(),
                body.access(),
                lifetime(body));
    }

    private Lifetime lifetime(SessionBody body) {
        if (!body.persistent().orElse(true)) {
            return new Lifetime(
                    body.ttl().orElse(config.defaultTtl()),
                    new IdleBound(config.afterLastResponse(), IdleClock.LAST_RESPONSE),
                    End.COMPLETE);
        }
        return new Lifetime(
                body.ttl().orElse(null), new IdleBound(config.idleTimeout(), IdleClock.LAST_ACTIVITY), End.COMPLETE);
    }

    private static HttpReply page(List<Session> found, PageNumbers numbers, long total) {
        return HttpReply.json(
                OK,
                JsonWriter.object(json -> json.array("data", found, SessionJson::summary)
                        .object("pagination", pagination -> numbers.print(pagination, total))));
    }

    private static Optional<SessionStatus> status(String text) {
        return switch (text) {
            case "active" -> Optional.of(SessionStatus.ACTIVE);
            case "paused" -> Optional.of(SessionStatus.PAUSED);
            case "completed" -> Optional.of(SessionStatus.COMPLETED);
            default -> Optional.empty();
        };
    }

    private static @Nullable String agent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static SessionId parse(String id) {
        return SessionId.parse(id).orElseThrow(SessionEngine::sessionNotFound);
    }
}
