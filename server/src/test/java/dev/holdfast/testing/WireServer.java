package dev.holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real HTTP server on a free port that answers each request with prepared bytes and remembers what it was asked. */
public final class WireServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final ServerSocket listener;
    private final Function<Request, Playback> script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch silent = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    /** What was asked; the names of headers are in lower case. */
    public record Request(int number, String line, Map<String, String> headers, String body) {}

    private WireServer(Function<Request, Playback> script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("wire-server").start(this::accept);
    }

    /** Answers each request with the next of these, and all that follow with the last. */
    public static WireServer playing(Playback... playbacks) {
        return new WireServer(request -> playbacks[Math.min(request.number(), playbacks.length - 1)]);
    }

    public static WireServer playing(Function<Request, Playback> script) {
        return new WireServer(script);
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits until everything was said before a silence. */
    public void awaitSilence() {
        await(silent, "nothing was played up to a silence");
    }

    /** Waits until a client has gone from a connection that was silent. */
    public void awaitLeft() {
        await(left, "no client left a silent connection");
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread.ofVirtual().name("wire-connection").start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Request request = read(in);
            play(script.apply(request), in, connection);
        } catch (IOException gone) {
            left.countDown();
        } finally {
            connections.remove(connection);
        }
    }

    private void play(Playback playback, InputStream in, Socket connection) throws IOException {
        OutputStream out = connection.getOutputStream();
        byte[] bytes = playback.bytes();
        for (int at = 0; at < bytes.length; at += playback.pieceBytes()) {
            out.write(bytes, at, Math.min(playback.pieceBytes(), bytes.length - at));
            out.flush();
        }
        switch (playback.ending()) {
            case CLOSED -> {}
            case RESET -> connection.setSoLinger(true, 0);
            case SILENT -> {
                silent.countDown();
                if (in.read() < 0) {
                    left.countDown();
                }
            }
        }
    }

    private Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), UTF_8);
        synchronized (requests) {
            Request request = new Request(requests.size(), line, Map.copyOf(headers), body);
            requests.add(request);
            return request;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client left within a request");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
