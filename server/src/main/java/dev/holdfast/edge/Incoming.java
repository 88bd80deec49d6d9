package dev.holdfast.edge;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.HttpReply;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request before anything is decided about it.
 *
 * @param rawPath the path as it came, without the query
 * @param rawQuery empty for none
 */
record Incoming(String method, String rawPath, String rawQuery, RequestHeaders headers, String requestId) {

    /** The answer to a failure in the form that this caller understands. */
    HttpReply print(Forms forms, HoldfastException failure) {
        Function<String, Optional<String>> header =
                name -> name.equals(RequestIds.HEADER) ? Optional.of(requestId) : headers.find(name);
        return forms.of(rawPath, header).print(failure);
    }
}
