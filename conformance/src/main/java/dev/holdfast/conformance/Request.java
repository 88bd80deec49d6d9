package dev.holdfast.conformance;

import java.util.List;
import java.util.Optional;

/** A request as it is written on the wire; target, values and body may still have holes for variables. */
record Request(String method, String target, List<Header> headers, String body) {

    Request filled(Variables variables) {
        return new Request(
                method,
                variables.fill(target),
                headers.stream()
                        .map(header -> new Header(header.name(), variables.fill(header.value())))
                        .toList(),
                variables.fill(body));
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }
}
