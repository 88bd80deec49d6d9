package dev.holdfast.dialect.shared;

import com.google.api.HttpBody;
import dev.holdfast.dialect.sessions.SessionsDialect;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rest.v1.CreateSessionRequest;
import dev.holdfast.rest.v1.DeleteSessionRequest;
import dev.holdfast.rest.v1.GetHealthRequest;
import dev.holdfast.rest.v1.GetServerRequest;
import dev.holdfast.rest.v1.GetSessionRequest;
import dev.holdfast.rest.v1.ListSessionsRequest;
import dev.holdfast.rest.v1.SharedServiceGrpc;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import io.grpc.stub.StreamObserver;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The paths that several dialects document: each call is answered by the dialect that it speaks. */
public final class SharedService extends SharedServiceGrpc.SharedServiceImplBase {

    private final SessionsDialect sessions;
    private final BooleanSupplier databaseAnswers;
    private final String version;

    public SharedService(SessionsDialect sessions, BooleanSupplier databaseAnswers, String version) {
        this.sessions = sessions;
        this.databaseAnswers = databaseAnswers;
        this.version = version;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<HttpBody> answer) {
        byDialect(() -> sessions.create(request)).sendTo(answer);
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<HttpBody> answer) {
        byDialect(() -> sessions.list(request)).sendTo(answer);
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<HttpBody> answer) {
        byDialect(() -> sessions.get(request.getSessionId())).sendTo(answer);
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<HttpBody> answer) {
        byDialect(() -> sessions.delete(request.getSessionId())).sendTo(answer);
    }

    @Override
    public void getHealth(GetHealthRequest request, StreamObserver<HttpBody> answer) {
        health(databaseAnswers.getAsBoolean()).sendTo(answer);
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

    private static HttpReply byDialect(Supplier<HttpReply> sessions) {
        return switch (DialectChoice.forSharedPath(CallContext.current().credentials())) {
            case SESSIONS -> sessions.get();
            case WORKSPACE, REPOSITORIES ->
                throw new HoldfastException(
                        Reason.NOT_IMPLEMENTED,
                        "The workspace dialect is documented and not served yet. Send the key as CENCORI_API_KEY to use"
                                + " the sessions dialect.");
        };
    }

    private static HttpReply health(boolean databaseAnswers) {
        int status = databaseAnswers ? 200 : 503;
        return HttpReply.json(
                status,
                JsonWriter.object(json -> json.field("status", databaseAnswers ? "ok" : "degraded")
                        .field("db", databaseAnswers ? "ok" : "unavailable")));
    }
}
