package dev.holdfast.edge;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per request. It names the route's template and never the path or the query, which may hold ids and keys. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");

    /** A method is the client's text; only what can be one is repeated. */
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private static final int CLIENT_GONE = 499;

    private AccessLog() {}

    static void write(Incoming incoming, Outgoing outgoing, String requestId, long startNanos) {
        line(incoming, outgoing.template(), outgoing.reply().status(), requestId, startNanos);
    }

    /** A client that went away before it was answered. */
    static void gone(Incoming incoming, long startNanos) {
        line(incoming, Outgoing.NO_TEMPLATE, CLIENT_GONE, incoming.requestId(), startNanos);
    }

    private static void line(Incoming incoming, String route, int status, String requestId, long startNanos) {
        LOG.info(
                "method={} route={} status={} request_id={} duration_us={}",
                METHOD.matcher(incoming.method()).matches() ? incoming.method() : "-",
                route,
                status,
                requestId,
                (System.nanoTime() - startNanos) / 1_000);
    }
}
