package dev.holdfast.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.TurnServiceGrpc;
import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Somebody who follows a session from its beginning and comes back with the number of the last event that came, over gRPC
 * and over server-sent events in turns.
 */
final class SessionReader implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;
    private static final String DATA = "data: ";

    private final Supplier<ServerProcess> server;
    private final String session;
    private final List<Event> copy = new CopyOnWriteArrayList<>();
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Context.CancellableContext calls = Context.current().withCancellation();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread;

    SessionReader(Supplier<ServerProcess> server, String session) {
        this.server = server;
        this.session = session;
        this.thread = Thread.ofVirtual().name("reader").start(this::run);
    }

    String session() {
        return session;
    }

    /** What has come so far. */
    TurnLog seen() {
        return new TurnLog(session, new ArrayList<>(copy));
    }

    int size() {
        return copy.size();
    }

    /** Waits until what has come is so. */
    TurnLog await(Predicate<TurnLog> condition) {
        return Awaitility.await()
                .atMost(Program.PATIENCE)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(this::seen, condition);
    }

    /** How each connection ended. */
    List<String> endings() {
        return List.copyOf(endings);
    }

    /** Everything that is in the log has come, once and in order. */
    void assertCopy(TurnLog log) {
        await(seen -> seen.events().size() >= log.events().size());
        assertThat(seen().events()).isEqualTo(log.events());
    }

    private void run() {
        boolean overHttp = false;
        try {
            do {
                endings.add(overHttp ? followOverHttp() : followOverGrpc());
                overHttp = !overHttp;
            } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String followOverGrpc() {
        Context before = calls.attach();
        try {
            TurnServiceGrpc.newBlockingStub(server.get().channel())
                    .withCallCredentials(TestServer.bearer(Installation.KEY))
                    .watchSession(WatchSessionRequest.newBuilder()
                            .setSessionId(session)
                            .setAfterSequence(copy.size() - 1L)
                            .build())
                    .forEachRemaining(this::take);
            return "ended";
        } catch (StatusRuntimeException e) {
            return e.getStatus().toString();
        } finally {
            calls.detach(before);
        }
    }

    private String followOverHttp() throws InterruptedException {
        String path = "/holdfast/v1/sessions/" + session + "/watch?after_sequence=" + (copy.size() - 1);
        HttpRequest request = HttpRequest.newBuilder(server.get().url(path))
                .header("Authorization", "Bearer " + Installation.KEY)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(DATA)) {
                        take(parse(line.substring(DATA.length())));
                    }
                }
            }
            return response.statusCode() == 200 ? "ended" : "status " + response.statusCode();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static WatchSessionResponse parse(String json) throws InvalidProtocolBufferException {
        WatchSessionResponse.Builder message = WatchSessionResponse.newBuilder();
        JsonFormat.parser().merge(json, message);
        return message.build();
    }

    private void take(WatchSessionResponse message) {
        if (message.hasEvent()) {
            copy.add(message.getEvent());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        calls.cancel(null);
        http.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
