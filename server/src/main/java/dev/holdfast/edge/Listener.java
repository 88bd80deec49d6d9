package dev.holdfast.edge;

import dev.holdfast.error.StartupException;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import java.time.Duration;

/** The web server's settings, each with its reason. */
final class Listener {

    /** Beyond the edge's own bound the web server still reads on this far, so that the answer can be in a form. */
    private static final int HEADER_SLACK = 4;

    private static final int HTTP2_WINDOW = 256 * 1024;

    /** A reader that takes nothing for so long is dropped, as Envoy drops it. */
    private static final Duration HTTP2_STALL = Duration.ofMinutes(15);

    private static final int MAX_REQUEST_LINE_BYTES = 16 * 1024;

    private final EdgeConfig config;
    private final BadHttp badHttp;

    Listener(EdgeConfig config, BadHttp badHttp) {
        this.config = config;
        this.badHttp = badHttp;
    }

    WebServer open(Exchange exchange) {
        DirectHandlers.Builder refusals = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            refusals.addHandler(type, badHttp);
        }
        Http1Config http1 = Http1Config.builder()
                .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                .maxHeadersSize(config.maxHeaderBytes() * HEADER_SLACK)
                // Paths and queries are judged where the caller's form is known.
                .validatePath(false)
                .validatePrologue(false)
                .sendKeepAliveHeader(false)
                .build();
        Http2Config http2 = Http2Config.builder()
                .maxHeaderListSize((long) config.maxHeaderBytes() * HEADER_SLACK)
                .validatePath(false)
                // Fewer frames than the web server queues for a stream: more would stop the connection's other streams.
                .initialWindowSize(HTTP2_WINDOW)
                .flowControlTimeout(HTTP2_STALL)
                .build();
        WebServer server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                // The process has its own order of shutting down.
                .shutdownHook(false)
                // BodyReader bounds bodies; uploads have no bound here.
                .maxPayloadSize(-1)
                .routing(HttpRouting.builder().addFilter(exchange))
                .directHandlers(refusals.build())
                // BadHttp is told what was wrong, and keeps it to itself.
                .errorHandling(errors -> errors.includeEntity(true))
                .connectionOptions(options -> options.tcpNoDelay(true))
                .addConnectionSelector(new Http1Selector(http1, http2))
                .addConnectionSelector(new Http2Selector(http2))
                .build()
                .start();
        // The web server logs that it could not start, and returns all the same.
        if (!server.isRunning()) {
            throw new StartupException(
                    "The HTTP port %s:%d cannot be opened; it is probably in use. Stop what uses it, or choose another with --http."
                            .formatted(config.host(), config.port()));
        }
        return server;
    }
}
