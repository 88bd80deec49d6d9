package dev.holdfast.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As little client as a stream of events needs: a blocking socket, and a look at the bytes. It knows an event by its
 * {@code data:} line and the end by the last chunk.
 */
final class StreamReader implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String OK = "HTTP/1.1 200 ";
    private static final String EVENT = "data:";
    private static final String END = "\r\n0\r\n\r\n";

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private String seen = "";

    StreamReader(String host, int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
    }

    /** Sends a request and reads its answer up to the first event. */
    void open(String request) throws IOException, FailedCallException {
        seen = "";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        while (!seen.contains(EVENT)) {
            more();
            if (seen.length() >= OK.length() && !seen.startsWith(OK)) {
                throw new FailedCallException(seen.lines().findFirst().orElse(seen));
            }
        }
    }

    void readToEnd() throws IOException {
        while (!seen.endsWith(END)) {
            // What may be the beginning of the end is kept.
            seen = seen.substring(Math.max(0, seen.length() - END.length()));
            more();
        }
    }

    private void more() throws IOException {
        int count = socket.getInputStream().read(buffer);
        if (count <= 0) {
            throw new IOException("the stream ended before its end");
        }
        seen += new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("A connection could not be closed", e);
        }
    }
}
