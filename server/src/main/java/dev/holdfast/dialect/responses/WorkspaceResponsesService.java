package dev.holdfast.dialect.responses;

import com.google.api.HttpBody;
import dev.holdfast.rest.v1.CreateResponseRequest;
import dev.holdfast.rest.v1.DeleteResponseRequest;
import dev.holdfast.rest.v1.GetResponseRequest;
import dev.holdfast.rest.v1.ListInputItemsRequest;
import dev.holdfast.rest.v1.StopResponseRequest;
import dev.holdfast.rest.v1.WatchResponseRequest;
import dev.holdfast.rest.v1.WorkspaceResponsesServiceGrpc;
import io.grpc.stub.StreamObserver;

/** Responses below the workspace dialect's own base path. */
public final class WorkspaceResponsesService extends WorkspaceResponsesServiceGrpc.WorkspaceResponsesServiceImplBase {

    private final ResponsesDialect responses;

    public WorkspaceResponsesService(ResponsesDialect responses) {
        this.responses = responses;
    }

    @Override
    public void createResponse(CreateResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.create(request, Reader.WORKSPACE, answer);
    }

    @Override
    public void getResponse(GetResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.get(request, Reader.WORKSPACE, answer);
    }

    @Override
    public void watchResponse(WatchResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.watch(request, Reader.WORKSPACE, answer);
    }

    @Override
    public void listInputItems(ListInputItemsRequest request, StreamObserver<HttpBody> answer) {
        responses.listInputItems(request, answer);
    }

    @Override
    public void stopResponse(StopResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.stop(request, Reader.WORKSPACE, answer);
    }

    @Override
    public void deleteResponse(DeleteResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.delete(request, answer);
    }
}
