package dev.holdfast.edge;

import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.HttpReply;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A whole edge on a free port, before a server that answers what a test tells it to and remembers what it was asked.
 */
final class EchoEdge implements AutoCloseable, ServerCallHandler<Message, Message> {

    /** What the server was asked. */
    record Asked(String method, Message request, Metadata metadata) {}

    /** What the server answers. */
    record Answer(Metadata headers, Optional<Message> message, Status status, Metadata trailers) {

        static Answer of(Message message) {
            return new Answer(new Metadata(), Optional.of(message), Status.OK, new Metadata());
        }

        static Answer of(Metadata headers, Message message) {
            return new Answer(headers, Optional.of(message), Status.OK, new Metadata());
        }

        static Answer failing(Status status, Metadata trailers) {
            return new Answer(new Metadata(), Optional.empty(), status, trailers);
        }
    }

    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    final CountDownLatch cancelled = new CountDownLatch(1);
    volatile Function<Asked, Optional<Answer>> script = request -> Optional.of(Answer.of(request.request()));

    private final Server server;
    private final ManagedChannel channel;
    private final Edge edge;
    private final HttpClient client = HttpClient.newHttpClient();

    EchoEdge(EdgeConfig config, List<LaterPath> later) {
        ServerServiceDefinition service = EchoApi.usual().serve(this);
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        channel = InProcessChannelBuilder.forName(name).build();
        AtomicInteger ids = new AtomicInteger();
        edge = Edge.start(
                config,
                new Backend(channel, List.of(service)),
                EchoEdge::form,
                later,
                () -> RequestId.of(new UUID(0, ids.incrementAndGet())));
    }

    static EchoEdge usual() {
        return new EchoEdge(EdgeConfig.at("127.0.0.1", 0), List.of(new LaterPath("POST", "/echo/v1/later/{id}")));
    }

    int port() {
        return edge.port();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(HttpClient.Version.HTTP_1_1, method, path, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(HttpClient.Version.HTTP_1_1, "GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> http2(String method, String path, String body, String... headers) {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(HttpClient.Version.HTTP_2, method, path, publisher, headers);
    }

    private HttpResponse<String> send(
            HttpClient.Version version, String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .version(version)
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public ServerCall.Listener<Message> startCall(ServerCall<Message, Message> call, Metadata headers) {
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(Message message) {
                Asked request = new Asked(call.getMethodDescriptor().getFullMethodName(), message, headers);
                asked.add(request);
                script.apply(request).ifPresent(answer -> {
                    answer.message().ifPresent(reply -> {
                        call.sendHeaders(answer.headers());
                        call.sendMessage(reply);
                    });
                    call.close(answer.status(), answer.trailers());
                });
            }

            @Override
            public void onCancel() {
                cancelled.countDown();
            }
        };
    }

    @Override
    public void close() {
        client.close();
        edge.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** A form that tells a test all that it was told. */
    private static dev.holdfast.rpc.Form form(String rawPath, Function<String, Optional<String>> header) {
        return failure -> HttpReply.json(
                status(failure),
                "{\"reason\":\"%s\",\"path\":\"%s\",\"key\":\"%s\",\"id\":\"%s\",\"metadata\":\"%s\",\"message\":\"%s\"}"
                        .formatted(
                                failure.reason(),
                                rawPath,
                                header.apply("cencori_api_key").orElse(""),
                                header.apply("x-request-id").orElse(""),
                                failure.metadata(),
                                failure.sentence().replace("\"", "'").replace("\n", " ")));
    }

    private static int status(HoldfastException failure) {
        return switch (failure.reason()) {
            case ROUTE_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case PAYLOAD_TOO_LARGE -> 413;
            case HEADERS_TOO_LARGE -> 431;
            case NOT_IMPLEMENTED -> 501;
            case FIELD_INVALID, JSON_INVALID -> 400;
            default -> 500;
        };
    }
}
