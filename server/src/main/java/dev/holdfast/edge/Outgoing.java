package dev.holdfast.edge;

import dev.holdfast.rpc.HttpReply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer and what the log says of it.
 *
 * @param template the route's template; never the path itself, which may hold ids
 * @param ending whether the connection can be used again
 * @param rest what follows the reply's own body; nothing if the answer is whole
 */
record Outgoing(HttpReply reply, String template, Ending ending, Optional<Pieces> rest) {

    /** Stands in the log where no route was found. */
    static final String NO_TEMPLATE = "-";

    /** What becomes of the connection after the answer. */
    sealed interface Ending {

        /** The request was read, and the next can come. */
        record Keep() implements Ending {}

        /** Part of the request was left unread. */
        record Close() implements Ending {}

        /** The request is still being read, and dropped. */
        record Reading(BodyPump pump) implements Ending {}
    }

    static Outgoing of(HttpReply reply, String template) {
        return new Outgoing(reply, template, new Ending.Keep(), Optional.empty());
    }

    static Outgoing closing(HttpReply reply, String template) {
        return new Outgoing(reply, template, new Ending.Close(), Optional.empty());
    }

    Outgoing whileReading(BodyPump pump) {
        return new Outgoing(reply, template, new Ending.Reading(pump), rest);
    }

    Outgoing followedBy(Pieces pieces) {
        return new Outgoing(reply, template, ending, Optional.of(pieces));
    }

    /** The headers that every answer carries, under those that this one has. */
    Map<String, String> headers(String requestId) {
        Map<String, String> headers = new TreeMap<>(Cors.HEADERS);
        headers.put("x-content-type-options", "nosniff");
        headers.put(RequestIds.HEADER, requestId);
        if (!reply.contentType().isEmpty() && !isBodiless()) {
            headers.put("content-type", reply.contentType());
        }
        headers.putAll(reply.headers());
        return headers;
    }

    byte[] body() {
        return isBodiless() ? new byte[0] : reply.body().toByteArray();
    }

    boolean isBodiless() {
        return reply.status() == 204 || reply.status() == 304;
    }
}
