package dev.holdfast.edge;

import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Which of a call's initial metadata become headers: a list, so that nothing leaves the server by accident. */
final class ReplyHeaders {

    private static final Set<String> NAMES = Set.of(
            "etag",
            "last-modified",
            "accept-ranges",
            "content-range",
            "content-disposition",
            "cache-control",
            "location",
            "allow",
            "retry-after",
            "www-authenticate",
            "x-request-id",
            "x-response-id",
            "x-turn-number",
            "x-session-status",
            "x-content-sha",
            "x-accel-buffering",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy");

    private static final List<String> PREFIXES = List.of("x-ratelimit-", "x-org-ratelimit-", "access-control-");

    private ReplyHeaders() {}

    static Map<String, String> of(Metadata metadata) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : metadata.keys()) {
            if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                headers.put(name, joined(metadata, name));
            }
        }
        return headers;
    }

    private static String joined(Metadata metadata, String name) {
        Iterable<String> values =
                Objects.requireNonNull(metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        return StreamSupport.stream(values.spliterator(), false).collect(Collectors.joining(", "));
    }
}
