package dev.holdfast.session;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Origin;
import dev.holdfast.name.SessionId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.CreateSessionResponse;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.DeleteSessionResponse;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.GetSessionResponse;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.ListSessionsResponse;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.UpdateSessionRequest;
import dev.holdfast.v1.UpdateSessionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Sessions over gRPC and typed REST. Refusals are thrown; the interceptor in front answers them. */
public final class SessionService extends SessionServiceGrpc.SessionServiceImplBase {

    /** Below the 4 MiB that a gRPC client takes by default. */
    private static final int MAX_PAGE_BYTES = 2 * 1024 * 1024;

    private final Sessions sessions;
    private final SessionConfig config;

    public SessionService(Sessions sessions, SessionConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<CreateSessionResponse> answer) {
        Session session = sessions.create(
                CallContext.caller(),
                Origin.NATIVE,
                SessionRequests.draft(request, config.idleTimeout()),
                request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null);
        answer.onNext(CreateSessionResponse.newBuilder()
                .setSession(SessionMessages.session(session))
                .build());
        answer.onCompleted();
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> answer) {
        Session session = sessions.require(CallContext.caller().tenant(), id(request.getSessionId()));
        answer.onNext(GetSessionResponse.newBuilder()
                .setSession(SessionMessages.session(session))
                .build());
        answer.onCompleted();
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> answer) {
        Caller caller = CallContext.caller();
        SessionQuery query = SessionRequests.query(caller.tenant(), request);
        int size = PageSize.parse(request.getPageSize());
        SessionPosition after =
                request.getPageToken().isEmpty() ? null : SessionPageToken.parse(query, request.getPageToken());
        // One more than asked for tells whether there is a next page.
        List<Session> found = sessions.list(query, after, size + 1);
        answer.onNext(
                page(query, found, size).setTotalSize(sessions.count(query)).build());
        answer.onCompleted();
    }

    @Override
    public void updateSession(UpdateSessionRequest request, StreamObserver<UpdateSessionResponse> answer) {
        if (!request.hasMetadata()) {
            throw HoldfastException.ofField(
                    Reason.METADATA_INVALID, "metadata", "metadata is required: the whole new value, a JSON object.");
        }
        Session session = sessions.updateMetadata(
                CallContext.caller().tenant(),
                id(request.getSessionId()),
                SessionRequests.json("metadata", Reason.METADATA_INVALID, request.getMetadata()),
                request.hasExpectedRevision() ? request.getExpectedRevision() : null);
        answer.onNext(UpdateSessionResponse.newBuilder()
                .setSession(SessionMessages.session(session))
                .build());
        answer.onCompleted();
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<DeleteSessionResponse> answer) {
        sessions.delete(CallContext.caller().tenant(), id(request.getSessionId()));
        answer.onNext(DeleteSessionResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private static ListSessionsResponse.Builder page(SessionQuery query, List<Session> found, int size) {
        ListSessionsResponse.Builder page = ListSessionsResponse.newBuilder();
        int bytes = 0;
        for (Session session : found) {
            var message = SessionMessages.session(session);
            bytes += message.getSerializedSize();
            boolean full = page.getSessionsCount() == size || bytes > MAX_PAGE_BYTES;
            if (full && page.getSessionsCount() > 0) {
                Session last = found.get(page.getSessionsCount() - 1);
                return page.setNextPageToken(SessionPageToken.print(query, SessionPosition.after(last)));
            }
            page.addSessions(message);
        }
        return page;
    }

    private static SessionId id(String text) {
        return SessionId.parse(text).orElseThrow(SessionEngine::sessionNotFound);
    }
}
