package dev.holdfast.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection reads, and whether its client is still there. A client that goes away shows only to who reads, and
 * nobody reads while a call runs; so the watch reads ahead, once, and the next reader gets what it read.
 *
 * <p>Only the connection's own thread may use it.
 */
final class ClientWatch {

    /** The watch of the connection that the present thread serves. */
    static final ScopedValue<ClientWatch> CURRENT = ScopedValue.newInstance();

    /** A socket never gives nothing, so nothing stands for its end. */
    private static final byte[] END = {};

    private final ConnectionContext context;
    private @Nullable CompletableFuture<byte[]> ahead;

    ClientWatch(ConnectionContext context) {
        this.context = context;
    }

    /** Whether nothing says that the client is gone. A client that only stops sending counts as gone as well. */
    boolean isThere() {
        if (ahead == null) {
            CompletableFuture<byte[]> reading = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> readInto(reading));
            ahead = reading;
        }
        return !ahead.isDone() || (!ahead.isCompletedExceptionally() && ahead.join().length > 0);
    }

    /** The next bytes, or null at the end. */
    byte @Nullable [] read() {
        byte[] bytes = ahead == null ? readSocket() : await(ahead);
        ahead = null;
        return bytes.length == 0 ? null : bytes;
    }

    private void readInto(CompletableFuture<byte[]> reading) {
        try {
            reading.complete(readSocket());
        } catch (ServerConnectionException failed) {
            reading.completeExceptionally(failed);
        }
    }

    private byte[] readSocket() {
        // What was read to tell the protocols apart comes first.
        DataReader seen = context.dataReader();
        if (seen.available() > 0) {
            return seen.readBytes(seen.available());
        }
        try {
            byte[] bytes = context.serverSocket().get();
            return bytes == null ? END : bytes;
        } catch (UncheckedIOException failed) {
            throw new ServerConnectionException("the connection failed", failed);
        }
    }

    private static byte[] await(CompletableFuture<byte[]> reading) {
        try {
            return reading.get();
        } catch (ExecutionException failed) {
            throw new ServerConnectionException("the connection failed", failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("the server is stopping", stopping);
        }
    }
}
