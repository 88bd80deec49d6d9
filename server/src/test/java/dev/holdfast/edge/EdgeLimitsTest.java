package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and broken HTTP, said byte by byte. */
class EdgeLimitsTest {

    private static final int MAX_BODY = 100_000;
    private static final int MAX_HEADERS = 4_000;

    private final EchoEdge edge =
            new EchoEdge(new EdgeConfig("127.0.0.1", 0, MAX_BODY, MAX_HEADERS, Duration.ofSeconds(30)), List.of());

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aBodyOfTheBoundPassesAndOneByteMoreDoesNot() {
        String most = "{\"id\":\"" + "x".repeat(MAX_BODY - 9) + "\"}";
        assertThat(edge.send("POST", "/echo/v1/things", most).statusCode()).isEqualTo(200);

        for (String path : List.of("/echo/v1/things", "/nothing", "/echo/v1/things/a:turn", "/raw/v1/files/a")) {
            HttpResponse<String> response = edge.send("POST", path, most + " ");
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("PAYLOAD_TOO_LARGE", "{limit_bytes=" + MAX_BODY + "}", path);
        }
    }

    @Test
    void http2IsBoundedTooAndItsConnectionGoesOn() {
        assertThat(edge.http2("GET", "/echo/v1/things", "").version()).isEqualTo(HttpClient.Version.HTTP_2);
        for (int length : List.of(MAX_BODY + 1, 3 * MAX_BODY)) {
            HttpResponse<String> response = edge.http2("POST", "/echo/v1/things", "x".repeat(length));
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("PAYLOAD_TOO_LARGE");
        }
        HttpResponse<String> longHeader =
                edge.http2("GET", "/echo/v1/things", "", "x-long", "x".repeat(2 * MAX_HEADERS));
        assertThat(longHeader.statusCode()).isEqualTo(431);
        assertThat(edge.http2("POST", "/echo/v1/things", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnnouncedBodyIsRefusedBeforeItIsSent() throws IOException {
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send("POST /nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nContent-Length: 99999999999\r\n\r\n");
            assertThat(http.readAnswer())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("PAYLOAD_TOO_LARGE", "\"path\":\"/nothing\"", "\"id\":\"mine\"");
        }
    }

    @Test
    void aClientThatWaitsForContinueIsRefusedWithoutIt() throws IOException {
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send(
                    "PUT /raw/v1/files/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n");
            assertThat(http.readAnswer()).startsWith("HTTP/1.1 413 ");
        }
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send("POST /echo/v1/things HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(http.readAnswer()).startsWith("HTTP/1.1 100 ");
            http.send("{}");
            assertThat(http.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aChunkedBodyIsBoundedByWhatComes() throws IOException {
        String small = "POST /echo/v1/things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(RawHttp.exchange(edge.port(), small + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        String chunk = "2710\r\n" + "x".repeat(10_000) + "\r\n";
        assertThat(RawHttp.exchange(edge.port(), small + chunk.repeat(11) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("PAYLOAD_TOO_LARGE");
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send(small + "7fffffff\r\nx");
            assertThat(http.readAnswer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aClientThatSendsItAllFirstStillReadsTheRefusal() throws IOException {
        try (RawHttp http = new RawHttp(edge.port())) {
            int length = 20 * MAX_BODY;
            http.send("PUT /raw/v1/files/a HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
            http.send(new byte[length]);
            assertThat(http.readAnswer()).startsWith("HTTP/1.1 413 ").contains("Connection: close");
        }
    }

    @Test
    void headersAreBounded() {
        assertThat(edge.get("/echo/v1/things", "x-long", "x".repeat(3_500)).statusCode())
                .isEqualTo(200);
        for (int size : List.of(MAX_HEADERS, 2 * MAX_HEADERS, 10 * MAX_HEADERS)) {
            HttpResponse<String> response = edge.get("/echo/v1/things", "x-long", "x".repeat(size));
            assertThat(response.statusCode()).as("%d bytes", size).isEqualTo(431);
            assertThat(response.body()).contains("HEADERS_TOO_LARGE", "{limit_bytes=" + MAX_HEADERS + "}");
        }
        assertThat(edge.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\n\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBad name: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0001b\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nbad\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n\r\n",
            })
    void brokenHttpIsRefusedCleanly(String request) throws IOException {
        String answer = RawHttp.exchange(edge.port(), request);

        assertThat(answer).as(request).startsWith("HTTP/1.1 4").contains("FIELD_INVALID", "x-request-id: req_");
        assertThat(answer.indexOf("HTTP/1.1 ", 1)).as("one answer only").isNegative();
        assertThat(answer).doesNotContain("Exception", "helidon", "\tat ");
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void anOverlongRequestLineIsRefused() throws IOException {
        assertThat(RawHttp.exchange(edge.port(), "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://x/echo/v1/things HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET HTTP://x:80/echo/v1/things?page_size=1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nExpect: the-worst\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: ?\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAUAAAAB\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
                "GET /echo/v1/things?a=[|]{}\"<> HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/v1/things HTTP/1.1\r\nHost: x\r\nX: \u00e9\r\n\r\n",
            })
    void unusualHttpIsAnswered(String request) throws IOException {
        assertThat(RawHttp.exchange(edge.port(), request)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theAsteriskIsForOptionsOnly() throws IOException {
        assertThat(RawHttp.exchange(edge.port(), "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
        assertThat(RawHttp.exchange(edge.port(), "GET * HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void oneConnectionServesManyRequestsUntilTheClientIsDone() throws IOException {
        String request = "POST /echo/v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        String last = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send(request + request + last);
            assertThat(http.readAll()).satisfies(answers -> {
                assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(3);
                assertThat(answers).contains("HTTP/1.1 404 ").doesNotEndWith("TIMEOUT");
            });
        }
    }
}
