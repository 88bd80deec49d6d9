package dev.holdfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gigabyte each way through the edge of a server whose heap holds a sixteenth of it. */
final class FlatHeapTest {

    private static final long GIGABYTE = 1L << 30;
    private static final long GROWTH = 24L << 20;
    private static final int PIECE = 1 << 20;

    @TempDir
    static Path directory = Path.of("");

    private static @Nullable Process process;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamsMain.class.getName(),
                        "1000",
                        directory.resolve("streams.binpb").toString()))
                .redirectError(directory.resolve("log").toFile())
                .start();
        process = started;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready =
                    java.util.regex.Pattern.compile("ready http=(\\d+) .*").matcher(line);
            if (ready.matches()) {
                port = Integer.parseInt(ready.group(1));
                return;
            }
        }
        throw new IllegalStateException("the server ended before it was ready");
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.destroy();
        }
    }

    @Test
    void down() throws IOException {
        long before = counter("heap");
        long highest = before;
        try (Socket socket = connect("GET /streams/v1/files/a?size=" + GIGABYTE + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(head(in)).contains("\r\ncontent-length: " + GIGABYTE + "\r\n");
            byte[] piece = new byte[PIECE];
            for (long at = 0; at < GIGABYTE; at += PIECE) {
                in.readFully(piece);
                assertThat(Pattern.matches(piece, PIECE, at))
                        .as("the bytes at %d", at)
                        .isTrue();
                highest = at % (GIGABYTE / 4) == 0 ? Math.max(highest, counter("heap")) : highest;
            }
        }
        assertThat(highest - before).isLessThan(GROWTH);
    }

    @Test
    void up() throws IOException {
        long before = counter("heap");
        long highest = before;
        try (Socket socket =
                connect("PUT /streams/v1/files/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                        + GIGABYTE + "\r\n\r\n")) {
            OutputStream out = socket.getOutputStream();
            for (long at = 0; at < GIGABYTE; at += PIECE) {
                out.write(Pattern.bytes(at, PIECE));
                highest = at % (GIGABYTE / 4) == 0 ? Math.max(highest, counter("heap")) : highest;
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("\"bytes\":" + GIGABYTE);
        }
        assertThat(highest - before).isLessThan(GROWTH);
    }

    @Test
    void toAReaderThatDoesNotRead() throws IOException {
        long before = counter("heap");
        try (Socket socket = connect("GET /streams/v1/files/a?size=" + GIGABYTE + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            head(new DataInputStream(socket.getInputStream()));
            long[] sent = {-1};
            await().until(() -> {
                long last = sent[0];
                sent[0] = counter("sent");
                return last == sent[0];
            });

            assertThat(counter("heap") - before).isLessThan(GROWTH);
        }
        await().until(() -> counter("open") == 0);
    }

    private static long counter(String name) throws IOException {
        try (Socket socket = connect("GET /streams/v1/counters HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher number =
                    java.util.regex.Pattern.compile("\"" + name + "\":(\\d+)").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            return Long.parseLong(number.group(1));
        }
    }

    private static Socket connect(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString().toLowerCase(java.util.Locale.ROOT);
    }
}
