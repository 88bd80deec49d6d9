package dev.holdfast.edge;

import dev.holdfast.name.RequestId;
import java.util.function.Supplier;

/** The id by which a client and the logs speak of one request: the client's own if it is one, else a new one. */
final class RequestIds {

    static final String HEADER = "x-request-id";

    private final Supplier<RequestId> fresh;

    RequestIds(Supplier<RequestId> fresh) {
        this.fresh = fresh;
    }

    String of(RequestHeaders headers) {
        return headers.find(HEADER).flatMap(RequestId::parse).orElseGet(fresh).text();
    }
}
