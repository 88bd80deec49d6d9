package dev.holdfast.badinput;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 on a socket, since a good client would not send what is sent here. */
final class RawHttp {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    record Request(String method, String target, Map<String, String> headers, ByteString body) {

        static Request of(String method, String target, Map<String, String> headers, String body) {
            return new Request(method, target, headers, ByteString.copyFromUtf8(body));
        }

        Request with(Map<String, String> more) {
            Map<String, String> all = new TreeMap<>(headers);
            all.putAll(more);
            return new Request(method, target, all, body);
        }

        @Override
        public String toString() {
            String shown = method + " " + target + " " + headers + " "
                    + body.substring(0, Math.min(80, body.size())).toStringUtf8();
            return shown.length() > 400 ? shown.substring(0, 400) + "…" : shown;
        }
    }

    /** An answer; header names are in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Reply send(Request request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
            head.append("Host: localhost\r\nConnection: close\r\n");
            request.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            if (!request.body().isEmpty()) {
                head.append("Content-Length: ").append(request.body().size()).append("\r\n");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(request.body().toByteArray());
            try {
                bytes.writeTo(socket.getOutputStream());
            } catch (IOException answeredBeforeTheEnd) {
                // The answer is there to be read all the same.
            }
            return read(request, socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        }
    }

    private static Reply read(Request request, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith(END_OF_HEAD)) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended within the head `" + head + "`");
            }
            head.append((char) next);
        }
        String[] lines = head.toString().strip().split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        boolean bodiless = request.method().equals("HEAD");
        int length = bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        // A refusal has an end; a stream may have none, and is left.
        boolean pieces = !bodiless && status >= 400 && headers.containsKey("transfer-encoding");
        byte[] body = pieces ? chunks(in) : in.readNBytes(length);
        return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length = Integer.parseInt(line(in), 16);
        while (length > 0) {
            body.writeBytes(in.readNBytes(length));
            line(in);
            length = Integer.parseInt(line(in), 16);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
