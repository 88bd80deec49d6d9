package dev.holdfast.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Envoy in front of a server of ours, as {@code envoy/run} starts it. */
final class OwnEnvoy implements AutoCloseable {

    private static final Request HEALTH = new Request("GET", "/health", List.of(), "");

    private final Program program;
    private final int port;
    private final int adminPort;

    private OwnEnvoy(Program program, int port, int adminPort) {
        this.program = program;
        this.port = port;
        this.adminPort = adminPort;
    }

    /** Returns when it answers. */
    static OwnEnvoy start(Path root, Path scratch, OwnServer server) {
        int port = freePort();
        int adminPort = freePort();
        Program program = Program.start(
                "Envoy",
                root,
                scratch.resolve("envoy.log"),
                List.of(
                        "envoy/run",
                        "--http-port",
                        Integer.toString(port),
                        "--admin-port",
                        Integer.toString(adminPort),
                        "--upstream-grpc",
                        Integer.toString(server.grpcPort()),
                        "--upstream-http",
                        Integer.toString(server.httpPort()),
                        "--",
                        "--concurrency",
                        "2"));
        OwnEnvoy envoy = new OwnEnvoy(program, port, adminPort);
        return program.await(() -> envoy.answers() ? Optional.of(envoy) : Optional.empty());
    }

    int port() {
        return port;
    }

    Door door() {
        return new Door(Door.ENVOY, URI.create("http://127.0.0.1:" + port));
    }

    EnvoyStatistics statistics() {
        return new EnvoyStatistics(URI.create("http://127.0.0.1:" + adminPort));
    }

    /** Its access log and its own. */
    String log() {
        return program.log();
    }

    @Override
    public void close() {
        program.close();
    }

    private boolean answers() {
        try {
            return door().send(HEALTH).status() == 200;
        } catch (ConformanceException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ConformanceException("No port is free", e);
        }
    }
}
