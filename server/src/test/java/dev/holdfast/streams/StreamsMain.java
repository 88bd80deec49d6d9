package dev.holdfast.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The test's server as a process, with a small heap of its own and perhaps an Envoy in front. Says {@code ready http=…
 * grpc=…} and serves until its input ends.
 */
final class StreamsMain {

    private StreamsMain() {}

    /** Takes the heartbeat's interval in milliseconds and where to put the descriptor set. */
    static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[1]), StreamsApi.descriptorSet().toByteArray());
        Duration heartbeat = Duration.ofMillis(Long.parseLong(arguments[0]));
        try (StreamsServer server = StreamsServer.start(0, 0, heartbeat, new Counters())) {
            System.out.printf("ready http=%d grpc=%d%n", server.httpPort(), server.grpcPort());
            while (System.in.read() >= 0) {
                // Whoever started it holds the other end.
            }
        }
    }
}
