package dev.holdfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams through the edge, within this process: what arrives, and what the service hears of it. */
final class EdgeStreamsTest {

    private final Counters counters = new Counters();
    private final StreamsServer server = StreamsServer.start(0, 0, Duration.ofMillis(20), counters);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void eventsComeWithIdsAndResume() {
        assertThat(get("/streams/v1/events?count=2").body())
                .isEqualTo(
                        ": ok\n\nid: 1\nevent: step\ndata: {\"step\":1}\n\nid: 2\nevent: step\ndata: {\"step\":2}\n\n");
        assertThat(get("/streams/v1/events?count=2", "Last-Event-ID", "1").body())
                .isEqualTo(": ok\n\nid: 2\nevent: step\ndata: {\"step\":2}\n\n");
        assertThat(get("/streams/v1/events").headers().map())
                .containsEntry("content-type", List.of("text/event-stream"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-accel-buffering", List.of("no"))
                .containsKey("x-request-id");
    }

    @Test
    void silenceIsFilledWithHeartbeats() {
        assertThat(get("/streams/v1/events?count=1&heartbeats=3").body())
                .startsWith(": ok\n\n: ping\n\n: ping\n\n: ping\n\nid: 1\n");
    }

    @Test
    void aTypedStreamIsEventsOfJson() {
        HttpResponse<String> answer = get("/streams/v1/numbers?count=2");

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(answer.body()).isEqualTo("""
                        data: {"value":1,"text":"number \\u003c1\\u003e"}

                        data: {"value":2,"text":"number \\u003c2\\u003e"}

                        """);
    }

    @Test
    void aFailureBeforeTheFirstMessageIsAnswered() {
        HttpResponse<String> answer = get("/streams/v1/numbers?count=2&fail_after=-1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("FIELD_INVALID");
    }

    @Test
    void partsOfAFile() {
        assertThat(get("/streams/v1/files/a?size=1000").body()).hasSize(1000);
        HttpResponse<String> part = get("/streams/v1/files/a?size=1000", "Range", "bytes=990-");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(10);
        assertThat(part.headers().firstValue("content-range")).hasValue("bytes 990-999/1000");
        assertThat(get("/streams/v1/files/a?size=1000", "Range", "bytes=1000-").statusCode())
                .isEqualTo(416);
        assertThat(get("/streams/v1/files/a?size=1000", "If-None-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/streams/v1/status/204").statusCode()).isEqualTo(204);
        assertThat(get("/streams/v1/status/429").body()).isEqualTo("{\"status\":429}");
    }

    @Test
    void aClientThatLeavesEndsTheServiceAlsoWhileItWaits() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /streams/v1/events?count=1&heartbeats=1000000 HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> counters.open() == 1);
        }

        await().until(() -> counters.gone() == 1 && counters.open() == 0);
    }

    @Test
    void aClientOfHttp2ThatCancelsEndsTheServiceAndNoOtherStream() throws IOException {
        var other = client.sendAsync(
                HttpRequest.newBuilder(uri("/streams/v1/events?count=1&heartbeats=30"))
                        .build(),
                BodyHandlers.ofString());
        var cancelled = client.sendAsync(
                HttpRequest.newBuilder(uri("/streams/v1/events?count=1&heartbeats=1000000"))
                        .build(),
                BodyHandlers.ofInputStream());
        try (InputStream in = cancelled.join().body()) {
            assertThat(in.read()).isEqualTo(':');
        }

        await().until(() -> counters.gone() == 1);
        assertThat(other.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(other.join().body()).contains("id: 1");
    }

    /** Each is reset while its bytes are being written to the connection that all share. */
    @Test
    void aHundredReadersWhoLeaveInFullFlowLeaveTheirConnectionAsItIs() throws IOException {
        var other = client.sendAsync(
                HttpRequest.newBuilder(uri("/streams/v1/events?count=1&heartbeats=50"))
                        .build(),
                BodyHandlers.ofString());
        for (int reader = 0; reader < 100; reader++) {
            var leaving = client.sendAsync(
                    HttpRequest.newBuilder(uri("/streams/v1/files/a?size=1000000000"))
                            .build(),
                    BodyHandlers.ofInputStream());
            try (InputStream in = leaving.join().body()) {
                in.readNBytes(100_000);
            }
        }

        await().until(() -> counters.gone() == 100);
        assertThat(other.join().body()).contains("id: 1");
    }

    @Test
    void aConnectionOfHttp2ThatBreaksEndsItsStreams() {
        try (HttpClient leaving = HttpClient.newHttpClient()) {
            var _ = leaving.sendAsync(
                    HttpRequest.newBuilder(uri("/streams/v1/files/a?size=1000000000"))
                            .build(),
                    BodyHandlers.ofInputStream());
            await().until(() -> counters.sent() > 0);
            leaving.shutdownNow();
        }

        await().until(() -> counters.gone() == 1 && counters.open() == 0);
    }

    @Test
    void aReaderThatDoesNotReadHoldsBackItsServiceAlone() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /streams/v1/files/a?size=1000000000 HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> counters.sent() > 0);
            await().during(Duration.ofMillis(300)).until(counters::sent, new Unchanged()::test);

            assertThat(counters.sent()).isLessThan(20_000_000);
            assertThat(get("/streams/v1/files/a?size=1000").body()).hasSize(1000);
        }
        await().until(() -> counters.gone() == 1);
    }

    @Test
    void aServerThatStopsEndsStreamsCleanly() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /streams/v1/events?count=1&heartbeats=1000000 HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> counters.open() == 1);
            server.close();

            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anUploadComesInPiecesWithItsPathAndType(HttpClient.Version version) {
        byte[] body = Pattern.bytes(0, 1_000_000);

        HttpResponse<String> answer = put(version, "/streams/v1/files/a/b.txt", BodyPublishers.ofByteArray(body));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .startsWith("{\"path\":\"a/b.txt\",\"content_type\":\"text/plain\",\"bytes\":1000000,")
                .contains(sha256(body));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anUploadMayBeChunkedAndLongerThanABody(HttpClient.Version version) {
        byte[] piece = Pattern.bytes(0, 1 << 20);
        BodyPublisher pieces = BodyPublishers.ofByteArrays(Collections.nCopies(50, piece));

        assertThat(put(version, "/streams/v1/files/a", pieces).body()).contains("\"bytes\":" + (50L << 20));
        assertThat(put(version, "/streams/v1/files/a", BodyPublishers.noBody()).body())
                .contains("\"bytes\":0");
        assertThat(counters.received()).isEqualTo(50L << 20);
    }

    @Test
    void aChunkOfAnySizeIsReadAsItComes() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "PUT /streams/v1/files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n40000000;a=b\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            out.write(Pattern.bytes(0, 1000));

            await().until(() -> counters.received() == 1000);
        }
        await().until(() -> counters.gone() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "\r\n", "-1\r\n", "3\r\nabcd\r\n0\r\n\r\n"})
    void aBrokenChunkIsRefused(String chunk) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("PUT /streams/v1/files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aServiceMayRefuseAnUploadBeforeItsEnd(HttpClient.Version version) {
        BodyPublisher pieces = BodyPublishers.ofByteArrays(Collections.nCopies(20, Pattern.bytes(0, 1 << 20)));

        assertThat(put(version, "/streams/v1/files/a?limit=1000", pieces).statusCode())
                .isEqualTo(413);
        assertThat(put(version, "/streams/v1/files/a", BodyPublishers.ofString("x"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void theRefusalIsSeenByAClientThatStillWaitsToSend() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("PUT /streams/v1/files/a?limit=3 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabcdef"
                            .getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void twoUploadsOnOneConnection() throws IOException {
        String upload = "PUT /streams/v1/files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((upload + "\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" + upload
                                    + "Connection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("\"bytes\":5", "\"bytes\":1");
        }
    }

    private HttpResponse<String> put(HttpClient.Version version, String path, BodyPublisher body) {
        return send(HttpRequest.newBuilder(uri(path))
                .version(version)
                .header("Content-Type", "text/plain")
                .PUT(body));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.httpPort());
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).version(HttpClient.Version.HTTP_1_1);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Whether a number is what it was before. */
    private static final class Unchanged {

        private long before = -1;

        boolean test(long now) {
            boolean same = now == before;
            before = now;
            return same;
        }
    }
}
