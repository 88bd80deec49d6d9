package dev.holdfast.rpc;

import io.grpc.Metadata;

/** The headers that a call came with. */
public final class RequestHeaders {

    private final Metadata metadata;

    RequestHeaders(Metadata metadata) {
        this.metadata = metadata;
    }

    /** The header's value by its lower-case name; "" if it is absent. */
    public String get(String name) {
        String value = metadata.get(ReplyHeaders.key(name));
        return value == null ? "" : value;
    }
}
