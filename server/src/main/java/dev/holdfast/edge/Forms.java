package dev.holdfast.edge;

import dev.holdfast.rpc.Form;
import java.util.Optional;
import java.util.function.Function;

/** Picks the shape of an error that the edge itself answers: an unknown path, a body that is too large or malformed. */
@FunctionalInterface
public interface Forms {

    /**
     * The form that this caller understands.
     *
     * @param rawPath the path as it came, without the query; it may be any text
     * @param header finds a request header by its lower-case name; under {@code x-request-id} it always finds the id
     *     that the answer will carry
     */
    Form of(String rawPath, Function<String, Optional<String>> header);
}
