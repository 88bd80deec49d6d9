package dev.holdfast.bench;

import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.Json;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's gRPC port: one connection that all callers share, as a program's would. */
final class GrpcDoor implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;

    /** What every session of the bench is made of; some of each kind of setting. */
    private static final CreateSessionRequest SESSION = CreateSessionRequest.newBuilder()
            .setAgentId("bench")
            .setMetadata(Json.newBuilder().setText("{\"purpose\":\"bench\",\"customer\":\"c-1042\"}"))
            .setInstructions(
                    "Answer briefly. Say what you are about to change before you change it, and ask if in doubt.")
            .build();

    private final ManagedChannel channel;
    private final SessionServiceBlockingStub stub;
    private final AtomicInteger callers = new AtomicInteger();

    GrpcDoor(String host, int port, String key) {
        Metadata credentials = new Metadata();
        credentials.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        channel = Grpc.newChannelBuilder(host + ":" + port, InsecureChannelCredentials.create())
                .build();
        stub = SessionServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credentials));
    }

    /** Makes a session and returns its id. */
    String create() {
        return inTime().createSession(SESSION).getSession().getSessionId();
    }

    Caller creating() {
        return new GrpcCaller(this::create);
    }

    Caller reading(List<String> sessionIds) {
        Turnstile ids = new Turnstile(sessionIds, callers.getAndIncrement());
        return new GrpcCaller(() -> inTime().getSession(
                        GetSessionRequest.newBuilder().setSessionId(ids.next()).build()));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private SessionServiceBlockingStub inTime() {
        return stub.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private record GrpcCaller(Runnable request) implements Caller {

        @Override
        public void call() throws FailedCallException {
            try {
                request.run();
            } catch (StatusRuntimeException failure) {
                throw new FailedCallException(failure);
            }
        }

        @Override
        public void close() {}
    }
}
