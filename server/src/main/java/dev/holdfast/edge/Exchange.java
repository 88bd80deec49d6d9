package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import dev.holdfast.edge.Outgoing.Ending;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.HttpReply;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, between the web server and {@link Answers}. A filter that never
 * hands on: the web server's own routing decodes and normalises paths.
 */
final class Exchange implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** A client that is refused while it sends gets so much time to see the answer before its connection ends. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** A stream of HTTP/2 ends when its client does. */
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Answers answers;
    private final Forms forms;
    private final RequestIds requestIds;

    Exchange(Answers answers, Forms forms, RequestIds requestIds) {
        this.answers = answers;
        this.forms = forms;
        this.requestIds = requestIds;
    }

    @Override
    public void filter(FilterChain unused, RoutingRequest request, RoutingResponse response) {
        try (Client client = client(request)) {
            exchange(request, response, client);
        }
    }

    private void exchange(RoutingRequest request, RoutingResponse response, Client client) {
        long start = System.nanoTime();
        boolean http1 = request.prologue().protocolVersion().equals("1.1");
        Incoming incoming = incoming(request);
        Outgoing outgoing = answer(incoming, request, client, start);
        String requestId = outgoing.reply().headers().getOrDefault(RequestIds.HEADER, incoming.requestId());
        try {
            if (http1 && !(outgoing.ending() instanceof Ending.Keep)) {
                response.header(HeaderNames.CONNECTION, "close");
            }
            write(incoming, outgoing, requestId, response);
        } finally {
            AccessLog.write(incoming, outgoing, requestId, start);
        }
        finish(outgoing, incoming, http1);
    }

    /** The web server would go on to read the connection's next request, even from the midst of this one. */
    private static void finish(Outgoing outgoing, Incoming incoming, boolean http1) {
        switch (outgoing.ending()) {
            case Ending.Keep ignored -> {
                if (http1 && incoming.headers().contains("connection", "close")) {
                    throw new CloseConnectionException("the client asked for it");
                }
            }
            case Ending.Close ignored -> {
                if (http1) {
                    throw new Http1Connection.UnreadException();
                }
            }
            case Ending.Reading reading -> {
                reading.pump().awaitEnd(http1 ? LINGER : FOR_EVER);
                if (http1) {
                    throw new CloseConnectionException("the request was answered before it was read");
                }
            }
        }
    }

    private Incoming incoming(RoutingRequest request) {
        HttpPrologue prologue = request.prologue();
        RequestHeaders headers = RequestHeaders.of(request.headers());
        return new Incoming(
                prologue.method().text(),
                RequestTarget.path(prologue.uriPath().rawPath()),
                prologue.hasQuery() ? prologue.query().rawValue() : "",
                headers,
                requestIds.of(headers));
    }

    private Outgoing answer(Incoming incoming, RoutingRequest request, Client client, long start) {
        if (request.prologue().fragment().hasValue()
                || incoming.headers().find("").isPresent()) {
            return refused(incoming, Refusal.malformed());
        }
        try {
            return answers.answer(incoming, request, client);
        } catch (CloseConnectionException clientIsGone) {
            AccessLog.gone(incoming, start);
            throw clientIsGone;
        } catch (RuntimeException fault) {
            // The one place that catches what nobody expected: the log gets the cause, the client a 500 in its form.
            LOG.error("request {} failed", incoming.requestId(), fault);
            return refused(incoming, Refusal.fault(fault));
        }
    }

    private Outgoing refused(Incoming incoming, HoldfastException failure) {
        return Outgoing.closing(incoming.print(forms, failure), Outgoing.NO_TEMPLATE);
    }

    private static Client client(RoutingRequest request) {
        return ClientWatch.CURRENT.isBound()
                ? ClientWatch.CURRENT.get()
                : Http2Watch.of(request).client(request.id());
    }

    private static void write(Incoming incoming, Outgoing outgoing, String requestId, RoutingResponse response) {
        HttpReply reply = outgoing.reply();
        outgoing.headers(requestId).forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.status(Status.create(reply.status()));
        byte[] body = outgoing.body();
        boolean head = incoming.method().equals("HEAD");
        if (outgoing.rest().isEmpty()) {
            if (head) {
                response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            }
            response.send(head ? new byte[0] : body);
            return;
        }
        try (Pieces rest = outgoing.rest().get()) {
            if (head || outgoing.isBodiless()) {
                response.send();
            } else {
                stream(body, rest, response);
            }
        }
    }

    /** Each piece leaves at once and in one write. Where there are no bytes yet, the headers wait for them. */
    private static void stream(byte[] first, Pieces rest, RoutingResponse response) {
        try {
            OutputStream out = response.outputStream();
            Optional<byte[]> piece = Optional.of(first);
            while (piece.isPresent()) {
                if (piece.get().length > 0) {
                    out.write(piece.get());
                    out.flush();
                }
                piece = rest.next().map(ByteString::toByteArray);
            }
            out.close();
            response.commit();
        } catch (IOException | Http2Exception gone) {
            throw new CloseConnectionException("the client went away during the stream", gone);
        }
    }
}
