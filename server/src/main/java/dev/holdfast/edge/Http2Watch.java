package dev.holdfast.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests of an HTTP/2 connection have still somebody waiting. The web server keeps to itself that a client has
 * reset a stream, and goes on writing to it; so the watch looks at the frames on their way in.
 */
final class Http2Watch {

    /** A stream may be reset before its request is looked at, but never long before. */
    private static final int REMEMBERED = 1024;

    private final DataReader source;
    private final UnbrokenWriter writer;
    private final FrameScanner frames = new FrameScanner(this::reset);
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private final Deque<Integer> lately = new ArrayDeque<>();
    private boolean ended;

    private Http2Watch(DataReader source, UnbrokenWriter writer) {
        this.source = source;
        this.writer = writer;
    }

    /** A connection's context with a watch, which {@link #of} finds again. */
    static ConnectionContext over(ConnectionContext context) {
        UnbrokenWriter writer = new UnbrokenWriter(context.dataWriter());
        Http2Watch watch = new Http2Watch(context.dataReader(), writer);
        return new WatchedContext(
                context, DataReader.create(watch::read), writer, new WatchedPeer(context.remotePeer(), watch));
    }

    static Http2Watch of(ServerRequest request) {
        if (request.remotePeer() instanceof WatchedPeer peer) {
            return peer.watch();
        }
        throw new IllegalStateException("the connection of the request has no watch");
    }

    /** Whoever sent the request of a stream, which the present thread answers. */
    synchronized Client client(int stream) {
        Waiting client = new Waiting(stream, Thread.currentThread());
        if (ended || lately.contains(stream)) {
            client.gone = true;
        } else {
            waiting.put(stream, client);
        }
        return client;
    }

    private byte[] read() {
        try {
            source.ensureAvailable();
            byte[] bytes = source.readBytes(source.available());
            frames.scan(bytes);
            return bytes;
        } catch (InsufficientDataAvailableException | ServerConnectionException closed) {
            List<Waiting> all;
            synchronized (this) {
                ended = true;
                all = new ArrayList<>(waiting.values());
            }
            all.forEach(Waiting::leave);
            throw closed;
        }
    }

    private void reset(int stream) {
        Waiting client;
        synchronized (this) {
            lately.addLast(stream);
            if (lately.size() > REMEMBERED) {
                lately.removeFirst();
            }
            client = waiting.get(stream);
        }
        if (client != null) {
            client.leave();
        }
    }

    private final class Waiting implements Client {

        private final int stream;
        private final Thread thread;
        private final List<Runnable> actions = new ArrayList<>();
        private boolean gone;

        Waiting(int stream, Thread thread) {
            this.stream = stream;
            this.thread = thread;
        }

        @Override
        public boolean isThere() {
            synchronized (Http2Watch.this) {
                return !gone;
            }
        }

        @Override
        public void whenGone(Runnable action) {
            synchronized (Http2Watch.this) {
                if (!gone) {
                    actions.add(action);
                    return;
                }
            }
            action.run();
        }

        @Override
        public void close() {
            synchronized (Http2Watch.this) {
                waiting.remove(stream);
            }
        }

        /** The thread may be waiting until the client takes more, of which nothing else would wake it. */
        private void leave() {
            List<Runnable> all;
            synchronized (Http2Watch.this) {
                gone = true;
                all = List.copyOf(actions);
                if (waiting.containsKey(stream)) {
                    writer.interrupt(thread);
                }
            }
            all.forEach(Runnable::run);
        }
    }

    /** The one thing of a connection's context that its requests show, and so what they know the watch by. */
    private record WatchedPeer(PeerInfo delegate, Http2Watch watch) implements PeerInfo {

        @Override
        public SocketAddress address() {
            return delegate.address();
        }

        @Override
        public String host() {
            return delegate.host();
        }

        @Override
        public int port() {
            return delegate.port();
        }

        @Override
        public Optional<Principal> tlsPrincipal() {
            return delegate.tlsPrincipal();
        }

        @Override
        public Optional<Certificate[]> tlsCertificates() {
            return delegate.tlsCertificates();
        }
    }
}
