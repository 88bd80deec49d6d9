package dev.holdfast.edge;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.HttpReply;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, between the web server and {@link Answers}. A filter that never
 * hands on: the web server's own routing decodes and normalises paths.
 */
final class Exchange implements Filter {

    private static final Logger ACCESS = LoggerFactory.getLogger("access");
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

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
        long start = System.nanoTime();
        Incoming incoming = incoming(request);
        Outgoing outgoing = answer(incoming, request);
        String requestId = outgoing.reply().headers().getOrDefault(RequestIds.HEADER, incoming.requestId());
        write(incoming, outgoing, requestId, response);
        ACCESS.info(
                "method={} route={} status={} request_id={} duration_us={}",
                incoming.method(),
                outgoing.template(),
                outgoing.reply().status(),
                requestId,
                Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000);
        if (isHttp1(request)) {
            close(outgoing, incoming);
        }
    }

    private static boolean isHttp1(RoutingRequest request) {
        return request.prologue().protocolVersion().equals("1.1");
    }

    /** The web server would go on to read the connection's next request, even from the midst of this one. */
    private static void close(Outgoing outgoing, Incoming incoming) {
        if (outgoing.ending() == Outgoing.Ending.CLOSE) {
            throw new Http1Connection.UnreadException();
        }
        if (incoming.headers().contains("connection", "close")) {
            throw new CloseConnectionException("the client asked for it");
        }
    }

    private Incoming incoming(RoutingRequest request) {
        HttpPrologue prologue = request.prologue();
        RequestHeaders headers = RequestHeaders.of(request.headers());
        return new Incoming(
                prologue.method().text(),
                prologue.uriPath().rawPath(),
                prologue.hasQuery() ? prologue.query().rawValue() : "",
                headers,
                requestIds.of(headers));
    }

    private Outgoing answer(Incoming incoming, RoutingRequest request) {
        try {
            return answers.answer(incoming, request, Exchange::clientIsThere);
        } catch (CloseConnectionException clientIsGone) {
            throw clientIsGone;
        } catch (RequestException brokenFraming) {
            return refused(incoming, Refusal.malformed());
        } catch (RuntimeException fault) {
            // The one place that catches what nobody expected: the log gets the cause, the client a 500 in its form.
            LOG.error("request {} failed", incoming.requestId(), fault);
            return refused(incoming, Refusal.fault(fault));
        }
    }

    private Outgoing refused(Incoming incoming, HoldfastException failure) {
        return new Outgoing(incoming.print(forms, failure), Outgoing.NO_TEMPLATE, Outgoing.Ending.CLOSE);
    }

    /**
     * The first question starts a watch on the socket, so nothing is spent on calls that are answered at once. A stream
     * of HTTP/2 has no socket of its own; its call runs to the end.
     */
    private static boolean clientIsThere() {
        if (!Http1Connection.SOCKET.isBound()) {
            return true;
        }
        HelidonSocket socket = Http1Connection.SOCKET.get();
        socket.idle();
        return socket.isConnected();
    }

    private static void write(Incoming incoming, Outgoing outgoing, String requestId, RoutingResponse response) {
        HttpReply reply = outgoing.reply();
        outgoing.headers(requestId).forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (outgoing.ending() == Outgoing.Ending.CLOSE) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        response.status(Status.create(reply.status()));
        byte[] body = outgoing.body();
        if (incoming.method().equals("HEAD")) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }
}
