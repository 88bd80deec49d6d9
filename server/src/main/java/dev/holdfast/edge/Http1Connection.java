package dev.holdfast.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The web server's connection, with a polite end: what the client is still sending is read and dropped for a moment,
 * since closing a socket with unread bytes resets it, and a reset may overtake the answer that says what was wrong.
 */
final class Http1Connection implements ServerConnection, InterruptableTask<Void> {

    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ServerConnection delegate;
    private final ConnectionContext context;
    private final ClientWatch watch;
    private volatile boolean closing;

    Http1Connection(ServerConnection delegate, ConnectionContext context, ClientWatch watch) {
        this.delegate = delegate;
        this.context = context;
        this.watch = watch;
    }

    /** Answered, but the rest of the request is unread: the connection cannot be used again. */
    static final class UnreadException extends CloseConnectionException {

        @Serial
        private static final long serialVersionUID = 1;

        UnreadException() {
            super("the request was answered before it was read");
        }
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            ScopedValue.where(ClientWatch.CURRENT, watch).call(() -> {
                delegate.handle(limit);
                return true;
            });
        } catch (UnreadException answered) {
            drain();
            throw answered;
        }
        // It returns only after a request that was refused, or when the server stops.
        drain();
    }

    @Override
    public boolean canInterrupt() {
        return delegate instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public Duration idleTime() {
        return delegate.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        closing = true;
        delegate.close(interrupt);
    }

    private void drain() throws InterruptedException {
        if (closing) {
            return;
        }
        CountDownLatch drained = new CountDownLatch(1);
        Thread limit = Thread.ofVirtual().start(() -> closeUnless(drained));
        DataReader reader = context.dataReader();
        try {
            while (true) {
                reader.ensureAvailable();
                reader.skip(reader.available());
            }
        } catch (InsufficientDataAvailableException | ServerConnectionException clientClosedOrTimeIsUp) {
            drained.countDown();
        }
        limit.join();
    }

    private void closeUnless(CountDownLatch drained) {
        try {
            if (!drained.await(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
                context.serverSocket().close();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
