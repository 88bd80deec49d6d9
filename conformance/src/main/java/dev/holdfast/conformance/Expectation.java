package dev.holdfast.conformance;

import java.util.List;

/**
 * What the answer must be.
 *
 * @param upstream what must serve it behind Envoy: {@code grpc}, {@code edge}, or {@code envoy} itself
 * @param headers a name that begins with {@code !} must be absent
 * @param eventually whether it may take some attempts
 */
record Expectation(int status, String upstream, List<Header> headers, Body body, boolean eventually) {

    sealed interface Body {}

    /** Any body. */
    record Anything() implements Body {}

    /** These bytes, but for the holes. */
    record Exactly(String template) implements Body {}

    /** As a document prints it: its keys in their order, its types and values. */
    record AsPrinted(String json) implements Body {}

    /** The answer to the step before: status, headers and body. */
    record AsBefore() implements Body {}
}
