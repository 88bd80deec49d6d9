package dev.holdfast.bench;

import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.Json;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.holdfast.v1.TurnServiceGrpc;
import dev.holdfast.v1.TurnServiceGrpc.TurnServiceBlockingStub;
import dev.holdfast.v1.TurnServiceGrpc.TurnServiceStub;
import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's gRPC port: one connection that all callers share, as a program's would. */
final class GrpcDoor implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;
    private static final int EVENTS_TO_RESUME = 100;

    /** What every session of the bench is made of; some of each kind of setting. */
    private static final CreateSessionRequest SESSION = CreateSessionRequest.newBuilder()
            .setAgentId("bench")
            .setMetadata(Json.newBuilder().setText("{\"purpose\":\"bench\",\"customer\":\"c-1042\"}"))
            .setInstructions(
                    "Answer briefly. Say what you are about to change before you change it, and ask if in doubt.")
            .build();

    private final ManagedChannel channel;
    private final SessionServiceBlockingStub stub;
    private final TurnServiceBlockingStub turns;
    private final TurnServiceStub streams;
    private final AtomicInteger callers = new AtomicInteger();

    GrpcDoor(String host, int port, String key) {
        Metadata credentials = new Metadata();
        credentials.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        channel = Grpc.newChannelBuilder(host + ":" + port, InsecureChannelCredentials.create())
                .build();
        ClientInterceptor authenticating = MetadataUtils.newAttachHeadersInterceptor(credentials);
        stub = SessionServiceGrpc.newBlockingStub(channel).withInterceptors(authenticating);
        turns = TurnServiceGrpc.newBlockingStub(channel).withInterceptors(authenticating);
        streams = TurnServiceGrpc.newStub(channel).withInterceptors(authenticating);
    }

    /** Makes a session and returns its id. */
    String create() {
        return inTime().createSession(SESSION).getSession().getSessionId();
    }

    /** Calls of turns, within the time that a call may take. */
    TurnServiceBlockingStub turns() {
        return turns.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The same without a bound, for streams. */
    TurnServiceStub streams() {
        return streams;
    }

    Caller creating() {
        return new GrpcCaller(this::create);
    }

    Caller reading(List<String> sessionIds) {
        Turnstile ids = new Turnstile(sessionIds, callers.getAndIncrement());
        return new GrpcCaller(() -> inTime().getSession(
                        GetSessionRequest.newBuilder().setSessionId(ids.next()).build()));
    }

    /** Reads a hundred events of a session's log, from after the number on, and goes. */
    Caller resuming(String sessionId, long after) {
        WatchSessionRequest request = WatchSessionRequest.newBuilder()
                .setSessionId(sessionId)
                .setAfterSequence(after)
                .build();
        return new GrpcCaller(() -> {
            CancellableContext reading = Context.current().withCancellation();
            Context before = reading.attach();
            try {
                Iterator<WatchSessionResponse> events = turns().watchSession(request);
                for (int event = 0; event < EVENTS_TO_RESUME; event++) {
                    events.next();
                }
            } finally {
                reading.detach(before);
                reading.cancel(null);
            }
        });
    }

    /** Reads a turn that has ended from its first event to its last. */
    Caller watching(String sessionId, int turnNumber) {
        WatchSessionRequest request = WatchSessionRequest.newBuilder()
                .setSessionId(sessionId)
                .setTurnNumber(turnNumber)
                .build();
        return new GrpcCaller(() -> turns().watchSession(request).forEachRemaining(event -> {}));
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
