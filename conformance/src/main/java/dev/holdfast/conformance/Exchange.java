package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request on a connection of its own, written as it is: no client may tidy up a path, a header or a body. A
 * {@code \xff} in target, header or body is that byte.
 */
final class Exchange {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String END_OF_LINE = "\r\n";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final int PIECE_BYTES = 1 << 16;
    private static final Pattern WITHOUT_BODY = Pattern.compile("HTTP/1\\.1 (204|304)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})(?: .*)?");

    private Exchange() {}

    static Answer of(String host, int port, Request request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(written(request).getBytes(ISO_8859_1));
            } catch (SocketException answeredBeforeAllWasRead) {
                // The answer is there to be read all the same.
            }
            return parse(request.method(), received(request.method(), socket));
        } catch (IOException e) {
            throw new ConformanceException(
                    "%s %s got no answer from %s:%d".formatted(request.method(), request.target(), host, port), e);
        }
    }

    /** Every character is one byte. */
    private static String written(Request request) {
        String body = bytes(request.body());
        StringBuilder text = new StringBuilder(request.method() + " " + bytes(request.target()) + " HTTP/1.1\r\n");
        text.append("Host: holdfast.test\r\nConnection: close\r\n");
        for (Header header : request.headers()) {
            text.append(header.name())
                    .append(": ")
                    .append(bytes(header.value()))
                    .append(END_OF_LINE);
        }
        if (request.header("Transfer-Encoding").isPresent()) {
            return text + END_OF_LINE + Integer.toHexString(body.length()) + END_OF_LINE + body + "\r\n0\r\n\r\n";
        }
        if (!body.isEmpty() && request.header("Content-Length").isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append(END_OF_LINE);
        }
        return text + END_OF_LINE + body;
    }

    private static String bytes(String text) {
        String encoded = new String(text.getBytes(UTF_8), ISO_8859_1);
        return BYTE.matcher(encoded)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))));
    }

    /** Until the answer is whole: a door may keep the connection for as long as it pleases. */
    private static String received(String method, Socket socket) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                received.write(piece, 0, read);
                if (isWhole(method, received.toString(ISO_8859_1))) {
                    break;
                }
            }
        } catch (SocketException resetAfterTheAnswer) {
            // What did arrive is judged.
        }
        return received.toString(ISO_8859_1);
    }

    private static boolean isWhole(String method, String received) {
        int end = received.indexOf(END_OF_HEAD);
        if (end < 0) {
            return false;
        }
        String head = received.substring(0, end);
        int body = received.length() - end - END_OF_HEAD.length();
        if (method.equals("HEAD") || WITHOUT_BODY.matcher(head).lookingAt()) {
            return true;
        }
        Matcher length = LENGTH.matcher(head);
        return length.find()
                ? body >= Integer.parseInt(length.group(1))
                : CHUNKED.matcher(head).find() && received.endsWith(LAST_CHUNK);
    }

    private static Answer parse(String method, String received) throws IOException {
        int end = received.indexOf(END_OF_HEAD);
        String[] lines = received.substring(0, Math.max(end, 0)).split(END_OF_LINE, -1);
        Matcher status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            throw new IOException("not an answer: `" + received + "`");
        }
        TreeMap<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            Header header = Header.parse(lines[i]);
            headers.merge(header.name().toLowerCase(Locale.ROOT), header.value(), (one, other) -> one + ", " + other);
        }
        String body = received.substring(end + END_OF_HEAD.length());
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked") && !method.equals("HEAD")) {
            body = withoutChunks(body);
            headers.put("content-length", Integer.toString(body.length()));
        }
        return new Answer(Integer.parseInt(status.group(1)), headers, new String(body.getBytes(ISO_8859_1), UTF_8));
    }

    private static String withoutChunks(String body) throws IOException {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf(END_OF_LINE, at);
            if (end < 0) {
                throw new IOException("the answer ends within a chunk");
            }
            int length = Integer.parseInt(body.substring(at, end).split(";", 2)[0], 16);
            if (length == 0) {
                return whole.toString();
            }
            whole.append(body, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
    }
}
