package dev.holdfast.dialect.responses;

import com.google.api.HttpBody;
import dev.holdfast.auth.Credentials;
import dev.holdfast.rest.v1.CreateResponseRequest;
import dev.holdfast.rest.v1.DeleteResponseRequest;
import dev.holdfast.rest.v1.GetResponseRequest;
import dev.holdfast.rest.v1.ListInputItemsRequest;
import dev.holdfast.rest.v1.ResponsesServiceGrpc;
import dev.holdfast.rest.v1.StopResponseRequest;
import dev.holdfast.rest.v1.WatchResponseRequest;
import dev.holdfast.rpc.CallContext;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** Responses on the paths of all dialects; how the caller shows the key says whose habits the answer keeps. */
public final class ResponsesService extends ResponsesServiceGrpc.ResponsesServiceImplBase {

    private final ResponsesDialect responses;
    private final Function<Credentials, Reader> readers;

    public ResponsesService(ResponsesDialect responses, Function<Credentials, Reader> readers) {
        this.responses = responses;
        this.readers = readers;
    }

    @Override
    public void createResponse(CreateResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.create(request, reader(), answer);
    }

    @Override
    public void getResponse(GetResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.get(request, reader(), answer);
    }

    @Override
    public void watchResponse(WatchResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.watch(request, reader(), answer);
    }

    @Override
    public void listInputItems(ListInputItemsRequest request, StreamObserver<HttpBody> answer) {
        responses.listInputItems(request, answer);
    }

    @Override
    public void stopResponse(StopResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.stop(request, reader(), answer);
    }

    @Override
    public void deleteResponse(DeleteResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.delete(request, answer);
    }

    private Reader reader() {
        return readers.apply(CallContext.current().credentials());
    }
}
