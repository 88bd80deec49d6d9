package dev.holdfast.rpc;

/** Where the gRPC server listens and what it bounds. Port 0 means any free one. */
public record RpcConfig(String host, int port, int maxMessageBytes, int maxMetadataBytes) {

    public static final int DEFAULT_MAX_MESSAGE_BYTES = 11 * 1024 * 1024;

    /** The 16 KiB of headers that the edge takes, as HTTP/2 counts them (32 bytes more for each), and what a proxy adds. */
    public static final int DEFAULT_MAX_METADATA_BYTES = 32 * 1024;

    public RpcConfig(String host, int port) {
        this(host, port, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_MAX_METADATA_BYTES);
    }
}
