package dev.holdfast.edge;

import java.util.Map;

/** One policy for every dialect and every answer: any origin, no cookies. */
final class Cors {

    /** What every answer carries. */
    static final Map<String, String> HEADERS = Map.of(
            "access-control-allow-origin",
            "*",
            "access-control-expose-headers",
            String.join(
                    ", ",
                    "X-Session-Status",
                    "X-Content-Sha",
                    "Content-Disposition",
                    "Accept-Ranges",
                    "X-Request-Id",
                    "X-Response-Id",
                    "X-Turn-Number",
                    "X-RateLimit-Limit",
                    "X-RateLimit-Remaining",
                    "X-RateLimit-Reset",
                    "ETag",
                    "Content-Range",
                    "Location",
                    "Retry-After"));

    /** What the answer to a preflight carries besides. */
    static final Map<String, String> PREFLIGHT = Map.of(
            "access-control-allow-methods",
            "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "access-control-allow-headers",
            String.join(
                    ", ",
                    "Content-Type",
                    // The asterisk below does not cover it.
                    "Authorization",
                    "CENCORI_API_KEY",
                    "x-api-key",
                    "X-Session-Id",
                    "X-Agent-ID",
                    "Idempotency-Key",
                    "Last-Event-ID",
                    "Range",
                    "If-Range",
                    "If-Match",
                    "If-None-Match",
                    "X-Request-Id",
                    "*"),
            "access-control-max-age",
            "86400");

    private Cors() {}
}
