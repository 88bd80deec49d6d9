package dev.holdfast.dialect.workspace;

import dev.holdfast.dialect.body.SessionBody;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.End;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Lifetime.IdleClock;
import dev.holdfast.event.Origin;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.rest.v1.CreateSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionsRequest;
import dev.holdfast.rest.v1.ListSessionsRequest;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.session.Session;
import dev.holdfast.session.SessionConfig;
import dev.holdfast.session.SessionDraft;
import dev.holdfast.session.SessionQuery;
import dev.holdfast.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The workspace dialect's answers on sessions. A completed session does not exist here. */
public final class WorkspaceDialect {

    /** The documented list is whole; beyond this many sessions a caller pages with limit and offset. */
    private static final int MAX_LIST = 10_000;

    private final Sessions sessions;
    private final LivingSessions living;
    private final ModelCatalogue models;
    private final SessionConfig config;
    private final InstantSource clock;

    public WorkspaceDialect(Sessions sessions, ModelCatalogue models, SessionConfig config, InstantSource clock) {
        this.sessions = sessions;
        this.living = new LivingSessions(sessions);
        this.models = models;
        this.config = config;
        this.clock = clock;
    }

    public HttpReply create(CreateSessionRequest request) {
        SessionBody body = SessionBody.parse(request.getBody().getData().asReadOnlyByteBuffer());
        String repeated = CallContext.current().request().get("idempotency-key");
        Session session = sessions.create(
                CallContext.caller(),
                Origin.WORKSPACE,
                draft(body),
                repeated.isEmpty() ? null : IdempotencyKey.parse(repeated));
        return HttpReply.json(201, record(session));
    }

    public HttpReply list(ListSessionsRequest request) {
        long offset = WholeNumber.parse("offset", request.getOffset(), 0);
        int limit = (int) Math.min(WholeNumber.parse("limit", request.getLimit(), MAX_LIST), MAX_LIST);
        List<Session> found = sessions.listOldestFirst(own(), offset, limit);
        return HttpReply.json(200, JsonWriter.array(found, SessionRecordJson::print));
    }

    public HttpReply get(String id) {
        return HttpReply.json(200, record(living.require(id)));
    }

    public HttpReply delete(String id) {
        Session session = living.require(id);
        sessions.delete(CallContext.caller().tenant(), session.id());
        return HttpReply.empty(204);
    }

    public HttpReply deleteMany(DeleteSessionsRequest request) {
        if (request.hasStatus() && !request.getStatus().equals("idle")) {
            throw HoldfastException.ofField(
                    Reason.FILTER_INVALID, "status", "status can only be idle; leave it out to mean every session.");
        }
        Sessions.Reach reach = request.hasStatus() ? Sessions.Reach.IDLE : Sessions.Reach.ALL;
        int deleted = sessions.deleteInactive(own(), lastActiveBy(request), reach);
        return HttpReply.json(200, JsonWriter.object(json -> json.field("deleted", deleted)));
    }

    private SessionDraft draft(SessionBody body) {
        return new SessionDraft(
                null,
                body.metadata(),
                body.model()
                        .orElseGet(() ->
                                models.usual(CallContext.caller().tenant()).name()),
                null,
                body.tools(),
                body.access(),
                lifetime(body));
    }

    private Lifetime lifetime(SessionBody body) {
        IdleBound idle = body.persistent().orElse(false)
                ? null
                : new IdleBound(config.afterLastResponse(), IdleClock.LAST_RESPONSE);
        return new Lifetime(body.ttl().orElse(config.defaultTtl()), idle, End.DESTROY);
    }

    private Instant lastActiveBy(DeleteSessionsRequest request) {
        if (!request.hasOlderThan()) {
            return clock.instant();
        }
        Duration age = OlderThan.parse(request.getOlderThan())
                .orElseThrow(() -> HoldfastException.ofField(
                        Reason.FILTER_INVALID,
                        "older_than",
                        "older_than must be whole hours, minutes and seconds, such as 2h, 90s or 1h30m."));
        return clock.instant().minus(age);
    }

    private static SessionQuery own() {
        // These sessions end by being destroyed, so that those that are there all live.
        return new SessionQuery(CallContext.caller().tenant(), Origin.WORKSPACE, null, null);
    }

    private static String record(Session session) {
        return JsonWriter.object(json -> SessionRecordJson.print(json, session));
    }
}
