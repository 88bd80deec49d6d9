package dev.holdfast.edge;

import io.grpc.Metadata;
import io.helidon.http.Header;
import io.helidon.http.ServerRequestHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A request's headers by lower-case name, and as the metadata of a call. */
record RequestHeaders(Map<String, List<String>> values) {

    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-helidon-cn");

    /** What only the two doors may say to the server. */
    private static final List<String> RESERVED = List.of("x-http-", "grpc-", "x-envoy-", ":");

    private static final Pattern METADATA_NAME = Pattern.compile("[0-9a-z_.-]+");

    static RequestHeaders of(ServerRequestHeaders headers) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Header header : headers) {
            values.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .addAll(header.allValues());
        }
        return new RequestHeaders(values);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    boolean contains(String name, String token) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    /** The bytes of all names and values. */
    long size() {
        return values.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(value -> entry.getKey().length() + value.length()))
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** What the server may see of them. */
    Metadata metadata() {
        Metadata metadata = new Metadata();
        values.forEach((name, all) -> {
            if (isPassedOn(name)) {
                Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
                all.stream().filter(RequestHeaders::isPrintable).forEach(value -> metadata.put(key, value));
            }
        });
        return metadata;
    }

    private static boolean isPassedOn(String name) {
        return METADATA_NAME.matcher(name).matches()
                && !NOT_PASSED_ON.contains(name)
                && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && RESERVED.stream().noneMatch(name::startsWith);
    }

    private static boolean isPrintable(String value) {
        return value.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }
}
