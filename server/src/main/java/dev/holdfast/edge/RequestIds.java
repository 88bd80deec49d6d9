package dev.holdfast.edge;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The id by which a client and the logs speak of one request: the client's own if it is one, else a new one. */
final class RequestIds {

    static final String HEADER = "x-request-id";

    private static final Pattern ACCEPTABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Supplier<String> random;

    /** @param random gives 26 characters that nobody got before */
    RequestIds(Supplier<String> random) {
        this.random = random;
    }

    String of(RequestHeaders headers) {
        return headers.find(HEADER)
                .filter(id -> ACCEPTABLE.matcher(id).matches())
                .orElseGet(() -> "req_" + random.get());
    }
}
