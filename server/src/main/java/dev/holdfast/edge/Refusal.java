package dev.holdfast.edge;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.util.Map;
import java.util.SortedSet;

/** The failures that the edge finds by itself, each in the caller's words. */
final class Refusal {

    private Refusal() {}

    static HoldfastException noPath() {
        return new HoldfastException(Reason.ROUTE_NOT_FOUND, "No API of this server has this path.");
    }

    static HoldfastException wrongMethod(SortedSet<String> allowed) {
        return HoldfastException.ofMethod(String.join(", ", allowed));
    }

    static HoldfastException later() {
        return new HoldfastException(Reason.NOT_IMPLEMENTED, "This version does not serve this path yet.");
    }

    static HoldfastException bodyTooLarge(long limit) {
        return new HoldfastException(
                Reason.PAYLOAD_TOO_LARGE,
                "The body is larger than " + limit + " bytes.",
                Map.of("limit_bytes", Long.toString(limit)));
    }

    static HoldfastException headersTooLarge(long limit) {
        return new HoldfastException(
                Reason.HEADERS_TOO_LARGE,
                "The headers are larger than " + limit + " bytes.",
                Map.of("limit_bytes", Long.toString(limit)));
    }

    static HoldfastException field(String field, String sentence) {
        return HoldfastException.ofField(Reason.FIELD_INVALID, field, sentence);
    }

    static HoldfastException json(String sentence) {
        return new HoldfastException(Reason.JSON_INVALID, sentence);
    }

    static HoldfastException malformed() {
        return field("request", "The request is not well-formed HTTP/1.1.");
    }

    static HoldfastException fault(Throwable cause) {
        return new HoldfastException(Reason.INTERNAL, "The server failed; its log has the cause.", Map.of(), cause);
    }
}
