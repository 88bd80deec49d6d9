package dev.holdfast.edge;

import java.time.Duration;

/**
 * Where the edge listens and how much it takes.
 *
 * @param port the port to listen on; 0 picks a free one
 * @param maxBodyBytes a larger body is answered 413
 * @param maxHeaderBytes a larger sum of header names and values is answered 431
 * @param unaryDeadline a call that takes longer is answered 504
 */
public record EdgeConfig(String host, int port, int maxBodyBytes, int maxHeaderBytes, Duration unaryDeadline) {

    private static final int DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;
    private static final int DEFAULT_MAX_HEADER_BYTES = 16 * 1024;
    private static final Duration DEFAULT_UNARY_DEADLINE = Duration.ofSeconds(30);

    public EdgeConfig {
        if (maxBodyBytes < 1 || maxHeaderBytes < 1 || !unaryDeadline.isPositive()) {
            throw new IllegalArgumentException(
                    "the edge's limits must be positive, got maxBodyBytes=%d maxHeaderBytes=%d"
                                    .formatted(maxBodyBytes, maxHeaderBytes)
                            + " unaryDeadline=" + unaryDeadline);
        }
    }

    /** The limits that the documents promise. */
    public static EdgeConfig at(String host, int port) {
        return new EdgeConfig(host, port, DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_HEADER_BYTES, DEFAULT_UNARY_DEADLINE);
    }
}
