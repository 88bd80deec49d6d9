package dev.holdfast.rpc;

import io.grpc.Metadata;
import java.util.Objects;
import java.util.function.ToIntFunction;

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

    /** The bytes of all names and values. */
    long size() {
        long size = 0;
        for (String name : metadata.keys()) {
            size += name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                    ? size(name, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), value -> value.length)
                    : size(name, ReplyHeaders.key(name), String::length);
        }
        return size;
    }

    private <T> long size(String name, Metadata.Key<T> key, ToIntFunction<T> length) {
        long size = 0;
        for (T value : Objects.requireNonNull(metadata.getAll(key))) {
            size += name.length() + length.applyAsInt(value);
        }
        return size;
    }
}
