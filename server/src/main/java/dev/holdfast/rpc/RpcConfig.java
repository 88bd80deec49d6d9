package dev.holdfast.rpc;

/** Where the gRPC server listens and what it bounds. Port 0 means any free one. */
public record RpcConfig(String host, int port, int maxMessageBytes, int maxMetadataBytes) {

    public static final int DEFAULT_MAX_MESSAGE_BYTES = 11 * 1024 * 1024;
    public static final int DEFAULT_MAX_METADATA_BYTES = 16 * 1024;

    public RpcConfig(String host, int port) {
        this(host, port, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_MAX_METADATA_BYTES);
    }
}
