package dev.holdfast.rpc;

import io.grpc.Metadata;

/** Headers that an answer will have, gathered until its first message goes out. Owned by the call's thread. */
public final class ReplyHeaders {

    private final Metadata metadata = new Metadata();

    /** Sets a header (lower-case name), in place of an earlier value. */
    public void set(String name, String value) {
        Metadata.Key<String> key = key(name);
        metadata.removeAll(key);
        metadata.put(key, value);
    }

    void mergeInto(Metadata headers) {
        headers.merge(metadata);
    }

    static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
