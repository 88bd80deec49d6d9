package dev.holdfast.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's HTTP port. Each caller has a connection of its own that it keeps. */
final class HttpDoor {

    private final String host;
    private final int port;
    private final AtomicInteger callers = new AtomicInteger();

    HttpDoor(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** A request with a body of JSON; an empty one is left out. */
    record Request(String method, String path, String credentials, String body) {}

    StreamReader connect() throws IOException {
        return new StreamReader(host, port);
    }

    String text(Request request) {
        return "%s %s HTTP/1.1\r\nhost: %s:%d\r\n%s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(
                        request.method(),
                        request.path(),
                        host,
                        port,
                        request.credentials(),
                        request.body().length(),
                        request.body());
    }

    /**
     * Reads one session after another.
     *
     * @param base the path before the session's id
     * @param credentials the header line that holds the key
     */
    Caller reading(String base, String credentials, List<String> sessionIds) {
        List<String> requests = sessionIds.stream()
                .map(id ->
                        "GET %s%s HTTP/1.1\r\nhost: %s:%d\r\n%s\r\n\r\n".formatted(base, id, host, port, credentials))
                .toList();
        return new HttpCaller(host, port, new Turnstile(requests, callers.getAndIncrement()));
    }
}
