package dev.holdfast.edge;

import dev.holdfast.edge.Routes.Route;
import dev.holdfast.name.RequestId;
import io.helidon.webserver.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The HTTP door: HTTP/1.1 and HTTP/2 without TLS, in front of a gRPC channel. */
public final class Edge implements AutoCloseable {

    private final WebServer server;

    private Edge(WebServer server) {
        this.server = server;
    }

    /**
     * Opens the door; it is open when this returns.
     *
     * @param later documented paths that are answered with 501
     * @param requestIds ids for requests that bring none
     * @throws IllegalStateException if an annotation cannot be served, or two claim one path
     */
    public static Edge start(
            EdgeConfig config, Backend backend, Forms forms, List<LaterPath> later, Supplier<RequestId> requestIds) {
        Answers answers = new Answers(config, backend.channel(), forms, routes(backend, later));
        RequestIds ids = new RequestIds(requestIds);
        Exchange exchange = new Exchange(answers, forms, ids);
        Listener listener = new Listener(config, new BadHttp(forms, ids, config));
        return new Edge(listener.open(exchange));
    }

    /** The port that the edge listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Routes<Target> routes(Backend backend, List<LaterPath> later) {
        List<Route<Target>> routes = new ArrayList<>();
        backend.services().forEach(service -> routes.addAll(RestMethod.routes(service)));
        later.forEach(path -> routes.add(new Route<>(path.method(), path.template(), new Target.Later())));
        return new Routes<>(routes);
    }
}
