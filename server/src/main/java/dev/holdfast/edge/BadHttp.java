package dev.holdfast.edge;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.HttpReply;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the web server refuses before there is a request: broken framing, illegal bytes, sizes beyond all
 * bounds. A client's mistake is never a 5xx, and no answer says what the server is made of.
 */
final class BadHttp implements DirectHandler {

    private static final String TOO_MANY_HEADERS = "Header size exceeded";

    private final Forms forms;
    private final RequestIds requestIds;
    private final EdgeConfig config;

    BadHttp(Forms forms, RequestIds requestIds, EdgeConfig config) {
        this.forms = forms;
        this.requestIds = requestIds;
        this.config = config;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders ignored,
            @Nullable String message) {
        long start = System.nanoTime();
        RequestHeaders headers = RequestHeaders.of(request.headers());
        Incoming incoming = new Incoming(request.method(), request.path(), "", headers, requestIds.of(headers));
        HttpReply reply = incoming.print(forms, failure(request, type, status, message));
        Outgoing outgoing = Outgoing.closing(reply, Outgoing.NO_TEMPLATE);
        AccessLog.write(incoming, outgoing, incoming.requestId(), start);
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(reply.status()))
                .entity(reply.body().toByteArray())
                .keepAlive(false);
        outgoing.headers(incoming.requestId())
                .forEach((name, value) -> response.header(HeaderNames.create(name), value));
        return response.build();
    }

    private HoldfastException failure(
            TransportRequest request, EventType type, Status status, @Nullable String message) {
        if (status.code() == 413) {
            return Refusal.bodyTooLarge(config.maxBodyBytes());
        }
        if (TOO_MANY_HEADERS.equals(message)) {
            return Refusal.headersTooLarge(config.maxHeaderBytes());
        }
        // The web server also trips over what it cannot parse; without a method there was no request to fail.
        return type == EventType.INTERNAL_ERROR && !request.method().isEmpty()
                ? Refusal.fault(new IllegalStateException("the web server failed"))
                : Refusal.malformed();
    }
}
