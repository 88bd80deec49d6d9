package dev.holdfast.dialect.shared;

import com.google.api.HttpBody;
import dev.holdfast.dialect.sessions.SessionsDialect;
import dev.holdfast.dialect.workspace.WorkspaceDialect;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rest.v1.CreateSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionsRequest;
import dev.holdfast.rest.v1.GetHealthRequest;
import dev.holdfast.rest.v1.GetServerRequest;
import dev.holdfast.rest.v1.GetSessionRequest;
import dev.holdfast.rest.v1.ListSessionsRequest;
import dev.holdfast.rest.v1.SharedServiceGrpc;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The paths that several dialects document: each call is answered by the dialect that it speaks. */
public final class SharedService extends SharedServiceGrpc.SharedServiceImplBase {

    private final SessionsDialect sessions;
    private final WorkspaceDialect workspace;
    private final Supplier<HttpReply> health;
    private final String version;

    public SharedService(
            SessionsDialect sessions, WorkspaceDialect workspace, Supplier<HttpReply> health, String version) {
        this.sessions = sessions;
        this.workspace = workspace;
        this.health = health;
        this.version = version;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<HttpBody> answer) {
        choose(() -> sessions.create(request), () -> workspace.create(request)).sendTo(answer);
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<HttpBody> answer) {
        choose(() -> sessions.list(request), () -> workspace.list(request)).sendTo(answer);
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<HttpBody> answer) {
        String id = request.getSessionId();
        choose(() -> sessions.get(id), () -> workspace.get(id)).sendTo(answer);
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<HttpBody> answer) {
        String id = request.getSessionId();
        choose(() -> sessions.delete(id), () -> workspace.delete(id)).sendTo(answer);
    }

    @Override
    public void deleteSessions(DeleteSessionsRequest request, StreamObserver<HttpBody> answer) {
        choose(SharedService::noBulkDelete, () -> workspace.deleteMany(request)).sendTo(answer);
    }

    @Override
    public void getHealth(GetHealthRequest request, StreamObserver<HttpBody> answer) {
        health.get().sendTo(answer);
    }

    @Override
    public void getServer(GetServerRequest request, StreamObserver<HttpBody> answer) {
        HttpReply.json(
                        200,
                        JsonWriter.object(json -> json.field("name", "holdfast")
                                .field("version", version)
                                .field("status", "ok")))
                .sendTo(answer);
    }

    private static HttpReply choose(Supplier<HttpReply> sessions, Supplier<HttpReply> workspace) {
        return switch (DialectChoice.forSharedPath(CallContext.current().credentials())) {
            case SESSIONS -> sessions.get();
            case WORKSPACE -> workspace.get();
            case REPOSITORIES -> throw new IllegalStateException("The repositories dialect shares no session path");
        };
    }

    private static HttpReply noBulkDelete() {
        throw HoldfastException.ofMethod("GET, HEAD, OPTIONS, POST");
    }
}
