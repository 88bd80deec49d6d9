package dev.holdfast.client.example;

import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.Json;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.ListSessionsResponse;
import dev.holdfast.v1.Session;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes a session, reads it back and lists the newest ones. Takes the server's address from {@code HOLDFAST_ADDRESS}
 * (default {@code localhost:9090}) and the key from {@code HOLDFAST_API_KEY}. Ends with 1 if a call fails, 2 if there
 * is no key.
 */
public final class FirstSession {

    private static final String LOCAL_SERVER = "localhost:9090";
    private static final int TIMEOUT_SECONDS = 10;

    private final SessionServiceBlockingStub stub;

    private FirstSession(SessionServiceBlockingStub stub) {
        this.stub = stub;
    }

    public static void main(String[] arguments) throws InterruptedException {
        String address = System.getenv().getOrDefault("HOLDFAST_ADDRESS", LOCAL_SERVER);
        String key = System.getenv("HOLDFAST_API_KEY");
        if (key == null || key.isBlank()) {
            System.err.println("Set HOLDFAST_API_KEY to a key of the server at " + address + ".");
            System.exit(2);
        }
        System.exit(run(address, new KeyCredentials(key)) ? 0 : 1);
    }

    private static boolean run(String address, KeyCredentials key) throws InterruptedException {
        // Plain text, which suits a server on this machine. Across a network it takes TlsChannelCredentials.create().
        ManagedChannel channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
        try {
            new FirstSession(SessionServiceGrpc.newBlockingStub(channel).withCallCredentials(key)).run();
            return true;
        } catch (StatusRuntimeException failure) {
            System.err.println(Failure.of(failure));
            return false;
        } finally {
            channel.shutdown().awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void run() {
        Session made = create();
        System.out.println("made    " + made.getSessionId());

        Session read = get(made.getSessionId());
        System.out.println("read    " + read.getMetadata().getText());

        ListSessionsResponse page = newest();
        System.out.println("listed  " + page.getSessionsCount() + " of " + page.getTotalSize());
        for (Session session : page.getSessionsList()) {
            System.out.println("        " + session.getSessionId() + "  " + session.getStatus());
        }
    }

    private Session create() {
        CreateSessionRequest request = CreateSessionRequest.newBuilder()
                .setMetadata(Json.newBuilder().setText("{\"purpose\": \"first session\"}"))
                // If the answer is lost, the same request with the same key finds the session that was made.
                .setIdempotencyKey(UUID.randomUUID().toString())
                .build();
        return inTime().createSession(request).getSession();
    }

    private Session get(String sessionId) {
        GetSessionRequest request =
                GetSessionRequest.newBuilder().setSessionId(sessionId).build();
        return inTime().getSession(request).getSession();
    }

    private ListSessionsResponse newest() {
        return inTime().listSessions(
                        ListSessionsRequest.newBuilder().setPageSize(5).build());
    }

    /** A deadline counts from when it is set, so each call gets its own. Without one a call may wait for ever. */
    private SessionServiceBlockingStub inTime() {
        return stub.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
