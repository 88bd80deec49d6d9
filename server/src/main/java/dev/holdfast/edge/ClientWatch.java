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
final class ClientWatch implements Client {

    /** The watch of the connection that the present thread serves. */
    static final ScopedValue<ClientWatch> CURRENT = ScopedValue.newInstance();

    /** A socket never gives nothing, so nothing stands for its end. */
    private static final byte[] END = {};

    private final ConnectionContext context;
    private final DataReader reader = DataReader.create(this::read);
    private @Nullable CompletableFuture<byte[]> ahead;

    ClientWatch(ConnectionContext context) {
        this.context = context;
    }

    /** What the connection reads. */
    DataReader reader() {
        return reader;
    }

    /** A client that only stops sending counts as gone as well. */
    @Override
    public boolean isThere() {
        CompletableFuture<byte[]> reading = readAhead();
        return !reading.isDone() || (!reading.isCompletedExceptionally() && reading.join().length > 0);
    }

    @Override
    public void whenGone(Runnable action) {
        var _ = readAhead().whenComplete((bytes, failed) -> {
            if (failed != null || bytes.length == 0) {
                action.run();
            }
        });
    }

    /** Nothing: what was read ahead belongs to the next request. */
    @Override
    public void close() {}

    private CompletableFuture<byte[]> readAhead() {
        CompletableFuture<byte[]> reading = ahead;
        if (reading == null) {
            reading = new CompletableFuture<>();
            CompletableFuture<byte[]> started = reading;
            Thread.ofVirtual().start(() -> readInto(started));
            ahead = reading;
        }
        return reading;
    }

    /** The next bytes, or null at the end. */
    private byte @Nullable [] read() {
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
