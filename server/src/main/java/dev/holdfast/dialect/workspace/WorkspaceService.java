package dev.holdfast.dialect.workspace;

import com.google.api.HttpBody;
import dev.holdfast.rest.v1.CreateSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionsRequest;
import dev.holdfast.rest.v1.GetHealthRequest;
import dev.holdfast.rest.v1.GetSessionRequest;
import dev.holdfast.rest.v1.ListSessionsRequest;
import dev.holdfast.rest.v1.WorkspaceServiceGrpc;
import dev.holdfast.rpc.HttpReply;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The workspace dialect below its own base path, where the path alone says who is meant. */
public final class WorkspaceService extends WorkspaceServiceGrpc.WorkspaceServiceImplBase {

    private final WorkspaceDialect workspace;
    private final Supplier<HttpReply> health;

    public WorkspaceService(WorkspaceDialect workspace, Supplier<HttpReply> health) {
        this.workspace = workspace;
        this.health = health;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<HttpBody> answer) {
        workspace.create(request).sendTo(answer);
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<HttpBody> answer) {
        workspace.list(request).sendTo(answer);
    }

    @Override
    public void deleteSessions(DeleteSessionsRequest request, StreamObserver<HttpBody> answer) {
        workspace.deleteMany(request).sendTo(answer);
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<HttpBody> answer) {
        workspace.get(request.getSessionId()).sendTo(answer);
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<HttpBody> answer) {
        workspace.delete(request.getSessionId()).sendTo(answer);
    }

    @Override
    public void getHealth(GetHealthRequest request, StreamObserver<HttpBody> answer) {
        health.get().sendTo(answer);
    }
}
