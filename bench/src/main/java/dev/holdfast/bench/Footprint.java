package dev.holdfast.bench;

import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What sessions that wait and streams that are silent take of the server's memory. */
final class Footprint {

    private static final int PAUSED = 10_000;
    private static final int STREAMS = 1_000;
    private static final int AT_ONCE = 16;
    private static final int PATIENCE_SECONDS = 60;
    private static final double MIB = 1 << 20;

    /** Its one tool has to be approved, and the question is made for it. */
    private static final String PAUSING_TURN = """
            {"input": "/call pay {}", "pause_on_tool_calls": true, \
            "tools": [{"type": "function", "name": "pay"}]}""";

    private final ServerProcess server;
    private final GrpcDoor grpc;
    private final HttpDoor http;
    private final String sessionsKey;
    private final String nativeKey;

    private Footprint(ServerProcess server, GrpcDoor grpc) {
        this.server = server;
        this.grpc = grpc;
        this.http = new HttpDoor(ServerProcess.HOST, server.httpPort());
        this.sessionsKey = "CENCORI_API_KEY: " + server.key("sessions");
        this.nativeKey = "authorization: Bearer " + server.key("native");
    }

    static String measure(ServerProcess server, GrpcDoor grpc) throws IOException {
        Footprint footprint = new Footprint(server, grpc);
        System.err.println("bench: pausing sessions");
        // What is made once, for the first of them, is not theirs.
        List<String> sessions = new ArrayList<>(footprint.pause(STREAMS));
        Memory before = footprint.memory();
        footprint.pause(PAUSED);
        Memory paused = footprint.memory();
        System.err.println("bench: opening streams");
        Memory overGrpc = footprint.withGrpcStreams(sessions);
        Memory between = footprint.memory();
        Memory overRest = footprint.withRestStreams(sessions);
        return """

                memory of the server: live heap after a collection, and resident
                %,d paused sessions       %8.1f MiB live  %8.1f MiB resident
                %,d idle streams, gRPC     %8.1f MiB live  %8.1f MiB resident
                %,d idle streams, REST     %8.1f MiB live  %8.1f MiB resident
                """.formatted(
                        PAUSED,
                        (paused.live() - before.live()) / MIB,
                        (paused.resident() - before.resident()) / MIB,
                        STREAMS,
                        (overGrpc.live() - paused.live()) / MIB,
                        (overGrpc.resident() - paused.resident()) / MIB,
                        STREAMS,
                        (overRest.live() - between.live()) / MIB,
                        (overRest.resident() - between.resident()) / MIB);
    }

    /** Makes sessions whose turn waits for an approval. */
    private List<String> pause(int count) {
        List<String> sessions = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    try (StreamReader reader = http.connect()) {
                        for (int at = 0; at < count / AT_ONCE; at++) {
                            String session = grpc.create();
                            reader.open(http.text(new HttpDoor.Request(
                                    "POST", "/v1/sessions/" + session + "/turns", sessionsKey, PAUSING_TURN)));
                            reader.readToEnd();
                            synchronized (sessions) {
                                sessions.add(session);
                            }
                        }
                    } catch (IOException | FailedCallException e) {
                        throw new BenchException("A session could not be paused", e);
                    }
                }))
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts the bench", e);
        }
        return sessions;
    }

    private Memory withGrpcStreams(List<String> sessions) throws IOException {
        CountDownLatch opened = new CountDownLatch(sessions.size());
        for (String session : sessions) {
            grpc.streams()
                    .watchSession(
                            WatchSessionRequest.newBuilder()
                                    .setSessionId(session)
                                    .build(),
                            new FirstAnswer(opened));
        }
        await(opened);
        return memory();
    }

    private Memory withRestStreams(List<String> sessions) throws IOException {
        List<StreamReader> readers = new ArrayList<>();
        try {
            for (String session : sessions) {
                StreamReader reader = http.connect();
                readers.add(reader);
                reader.open(http.text(
                        new HttpDoor.Request("GET", "/holdfast/v1/sessions/" + session + "/watch", nativeKey, "")));
            }
            return memory();
        } catch (FailedCallException e) {
            throw new BenchException("A stream was refused", e);
        } finally {
            readers.forEach(StreamReader::close);
        }
    }

    private static void await(CountDownLatch opened) {
        try {
            if (!opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchException("%d streams gave no event.".formatted(opened.getCount()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts the bench", e);
        }
    }

    private Memory memory() throws IOException {
        return new Memory(server.liveBytes(), residentBytes());
    }

    private long residentBytes() throws IOException {
        for (String line : Files.readAllLines(
                Path.of("/proc", Long.toString(server.process().pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new BenchException("This system does not tell what is resident.");
    }

    private record Memory(long live, long resident) {}

    /** Counts a stream as open when its first event has come. */
    private static final class FirstAnswer implements StreamObserver<WatchSessionResponse> {

        private final CountDownLatch opened;
        private boolean counted;

        FirstAnswer(CountDownLatch opened) {
            this.opened = opened;
        }

        @Override
        public void onNext(WatchSessionResponse event) {
            if (!counted) {
                counted = true;
                opened.countDown();
            }
        }

        @Override
        public void onError(Throwable ended) {}

        @Override
        public void onCompleted() {}
    }
}
