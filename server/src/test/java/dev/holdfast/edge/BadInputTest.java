package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Thousands of requests, each broken somewhere: none makes the server fail, and it goes on serving. */
class BadInputTest {

    private static final int REQUESTS = 4_000;
    private static final int AT_ONCE = 8;

    private static final List<String> SEEDS = List.of(
            request("GET /echo/v1/things?page_size=5&display_name=a%20b&colour=1 HTTP/1.1", "Host: x", "", ""),
            request(
                    "POST /echo/v1/things HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Content-Length: 50",
                    "",
                    "{\"id\":\"\\u00e9\",\"tags\":[\"a\"],\"inner\":{\"loud\":true}}"),
            request(
                    "PATCH /echo/v1/things/a%2Fb HTTP/1.1",
                    "Host: x", "Transfer-Encoding: chunked", "", "5", "{\"id\"", "5", ":\"x\"}", "0", "", ""),
            request(
                    "PUT /raw/v1/files/a/b%2Fc HTTP/1.1",
                    "Host: x", "Expect: 100-continue", "Content-Length: 3", "", "abc"),
            request("HEAD /raw/v1/files/a HTTP/1.1", "Host: x", "X-Request-Id: mine", "Connection: keep-alive", "", ""),
            request("OPTIONS * HTTP/1.1", "Host: x", "CENCORI_API_KEY: k", "", ""),
            request(
                    "GET http://x:80/echo/v1/things/a HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    "",
                    ""),
            request("POST /echo/v1/things/a:turn HTTP/1.1", "Host: x", "X-Http-Status: 500", "", ""));

    private static final List<String> SHARDS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\u0000",
            "%",
            "%00",
            "%ff",
            "\u00ff",
            ":",
            " ",
            "\t",
            "/",
            "//",
            "..",
            "?",
            "#",
            "&",
            "=",
            "{",
            "}",
            "[[[[",
            "\"",
            "\\ud800",
            "-1",
            "99999999999999999999",
            "ffffffff",
            "1e999999999",
            "chunked",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 7\r\n",
            "Host: y\r\n",
            "Upgrade: h2c\r\n",
            "Expect: 100-continue\r\n",
            "HTTP/1.0",
            "HTTP/2.0",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "CONNECT",
            "null");

    @Test
    void noRequestMakesTheServerFail() throws InterruptedException, ExecutionException {
        long seed = new Random().nextLong();
        EdgeConfig config = new EdgeConfig("127.0.0.1", 0, 10_000, 4_000, Duration.ofSeconds(5));
        try (EchoEdge edge = new EchoEdge(config, List.of());
                ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Integer>> rounds = new ArrayList<>();
            for (int client = 0; client < AT_ONCE; client++) {
                Random random = new Random(seed + client);
                rounds.add(clients.submit(() -> round(edge.port(), random, seed)));
            }
            int answered = 0;
            for (Future<Integer> round : rounds) {
                answered += round.get();
            }
            assertThat(answered).as("requests that were answered at all").isGreaterThan(REQUESTS / 2);
            assertThat(edge.get("/echo/v1/things").statusCode()).isEqualTo(200);
        }
    }

    private static String request(String... lines) {
        return String.join("\r\n", lines);
    }

    private static int round(int port, Random random, long seed) throws IOException {
        int answered = 0;
        for (int i = 0; i < REQUESTS / AT_ONCE; i++) {
            String request = broken(random);
            String answer = exchange(port, request);
            assertThat(answer)
                    .as("seed %d, request <<%s>>", seed, request)
                    .doesNotContain("HTTP/1.1 5")
                    .doesNotContain("Exception")
                    .doesNotEndWith("TIMEOUT");
            if (answer.startsWith("HTTP/1.1 ")) {
                answered++;
            }
        }
        return answered;
    }

    /** A server may reset a connection that talks nonsense; it may not fail. */
    private static String exchange(int port, String request) throws IOException {
        try {
            return RawHttp.exchange(port, request);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String broken(Random random) {
        StringBuilder request = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !request.isEmpty(); i++) {
            int at = random.nextInt(request.length());
            switch (random.nextInt(5)) {
                case 0 -> request.insert(at, SHARDS.get(random.nextInt(SHARDS.size())));
                case 1 -> request.deleteCharAt(at);
                case 2 -> request.setCharAt(at, (char) random.nextInt(256));
                case 3 -> request.setLength(at);
                default -> {
                    int end = Math.min(request.length(), at + random.nextInt(40));
                    request.insert(at, request.substring(at, end).repeat(random.nextInt(3)));
                }
            }
        }
        return request.toString();
    }
}
