package dev.holdfast.streams;

import com.google.protobuf.ByteString;
import dev.holdfast.auth.Authenticator;
import dev.holdfast.edge.Backend;
import dev.holdfast.edge.Edge;
import dev.holdfast.edge.EdgeConfig;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.RpcConfig;
import dev.holdfast.rpc.RpcServer;
import dev.holdfast.rpc.RpcService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The test's services behind the real gRPC server and the real edge, closed as the server closes them. */
final class StreamsServer implements AutoCloseable {

    private final RpcServer rpc;
    private final Edge edge;
    private boolean closed;

    private StreamsServer(RpcServer rpc, Edge edge) {
        this.rpc = rpc;
        this.edge = edge;
    }

    static StreamsServer start(int httpPort, int grpcPort, Duration heartbeat, Counters counters) {
        Form form = failure -> new HttpReply(
                switch (failure.reason()) {
                    case PAYLOAD_TOO_LARGE -> 413;
                    case ROUTE_NOT_FOUND -> 404;
                    case METHOD_NOT_ALLOWED -> 405;
                    case INTERNAL -> 500;
                    default -> 400;
                },
                Map.of(),
                "application/json",
                ByteString.copyFromUtf8("{\"reason\":\"" + failure.reason() + "\"}"));
        RpcServer rpc = new RpcServer(
                new RpcConfig("127.0.0.1", grpcPort),
                List.of(
                        RpcService.dialect(new StreamsService(heartbeat, counters), ignored -> form),
                        RpcService.typed(new NumbersService())),
                new Authenticator(nobody -> Optional.empty()),
                () -> RequestId.of(UUID.randomUUID()));
        rpc.start();
        Edge edge = Edge.start(
                EdgeConfig.at("127.0.0.1", httpPort),
                new Backend(rpc.channel(), rpc.definitions()),
                (path, header) -> form,
                List.of(),
                () -> RequestId.of(UUID.randomUUID()));
        return new StreamsServer(rpc, edge);
    }

    int httpPort() {
        return edge.port();
    }

    int grpcPort() {
        return rpc.port();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        rpc.endStreams();
        edge.close();
        rpc.close();
    }
}
