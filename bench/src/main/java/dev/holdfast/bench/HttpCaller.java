package dev.holdfast.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As little client as HTTP/1.1 allows: a blocking socket that is kept open, and answers with a content-length. So what is
 * measured is the server.
 */
final class HttpCaller implements Caller {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final String OK = "HTTP/1.1 200 ";
    private static final String CONTENT_LENGTH = "\r\ncontent-length:";
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private final InetSocketAddress address;
    private final Turnstile requests;
    private final byte[] answer = new byte[MAX_ANSWER_BYTES];
    private @Nullable Socket socket;

    HttpCaller(String host, int port, Turnstile requests) {
        this.address = new InetSocketAddress(host, port);
        this.requests = requests;
    }

    @Override
    public void call() throws FailedCallException {
        boolean answered = false;
        try {
            Socket open = connected();
            open.getOutputStream().write(requests.next().getBytes(StandardCharsets.ISO_8859_1));
            String head = read(open);
            answered = true;
            if (!head.startsWith(OK)) {
                throw new FailedCallException(head.lines().findFirst().orElse(head));
            }
        } catch (IOException failure) {
            throw new FailedCallException(failure);
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    @Override
    public void close() {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("A connection could not be closed", e);
        } finally {
            socket = null;
        }
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            Socket fresh = new Socket();
            socket = fresh;
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout(TIMEOUT_MILLIS);
            fresh.connect(address, TIMEOUT_MILLIS);
        }
        return socket;
    }

    /** Reads a whole answer and returns its status line and headers. */
    private String read(Socket open) throws IOException {
        int filled = 0;
        int end = -1;
        while (end < 0) {
            filled = more(open, filled);
            end = new String(answer, 0, filled, StandardCharsets.ISO_8859_1).indexOf(END_OF_HEADERS);
        }
        String head = new String(answer, 0, end + 2, StandardCharsets.ISO_8859_1);
        int whole = end + END_OF_HEADERS.length() + contentLength(head);
        while (filled < whole) {
            filled = more(open, filled);
        }
        return head;
    }

    private int more(Socket open, int filled) throws IOException {
        int count = open.getInputStream().read(answer, filled, answer.length - filled);
        if (count <= 0) {
            throw new IOException("the answer ended after " + filled + " bytes");
        }
        return filled + count;
    }

    private static int contentLength(String head) throws IOException {
        int name = head.toLowerCase(Locale.ROOT).indexOf(CONTENT_LENGTH);
        if (name < 0) {
            throw new IOException("the answer has no content-length");
        }
        int start = name + CONTENT_LENGTH.length();
        return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
    }
}
