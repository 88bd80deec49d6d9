package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpBody;
import com.google.protobuf.Message;
import dev.holdfast.edge.EchoEdge.Answer;
import dev.holdfast.edge.EchoEdge.Asked;
import io.grpc.Metadata;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How HTTP becomes what the server is asked. */
class EdgeRequestsTest {

    private final EchoEdge edge = EchoEdge.usual();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aRequestIsPutTogetherFromPathQueryAndBodyAndThePathWins() {
        edge.send("PATCH", "/echo/v1/things/path?page_size=7", "{\"id\":\"body\",\"displayName\":\"body\"}");

        Message request = edge.asked.remove().request();
        assertThat(field(request, "id")).isEqualTo("path");
        assertThat(field(request, "display_name")).isEqualTo("body");
        assertThat(field(request, "page_size")).isEqualTo(7);
    }

    @Test
    void aFieldMayNotComeInTheQueryAndInTheBody() {
        HttpResponse<String> refused =
                edge.send("PATCH", "/echo/v1/things/path?displayName=query", "{\"displayName\":\"body\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("`displayName`");
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void everyAnnotationOfAMethodIsARoute() {
        edge.get("/echo/v1/things/a%2Fb%20c");
        assertThat(asked("id")).isEqualTo("a/b c");
        edge.get("/echo/v2/things/d");
        assertThat(asked("id")).isEqualTo("d");
        edge.send("POST", "/echo/v1/things/e:turn", "");
        Asked turned = edge.asked.remove();
        assertThat(turned.method()).isEqualTo("echo.v1.Echo/Turn");
        assertThat(field(turned.request(), "id")).isEqualTo("e");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    page_size=5                      | page_size    | 5
                    pageSize=-5                      | page_size    | -5
                    page_size=5&page_size=6          | page_size    | 6
                    revision=9223372036854775807     | revision     | 9223372036854775807
                    loud=true                        | loud         | true
                    display_name=a+b%2Bc%26%C3%A9    | display_name | a b+c&é
                    display_name=a=b                 | display_name | a=b
                    display%5Fname=x                 | display_name | x
                    display_name                     | display_name | ''
                    colour=COLOUR_RED                | colour       | COLOUR_RED
                    colour=1                         | colour       | COLOUR_RED
                    tags=a&tags=b                    | tags         | [a, b]
                    weight=1.5e3                     | weight       | 1500.0
                    unknown=1&inner=x&&=&page_size=1 | page_size    | 1
                    """)
    void aQuerySetsFields(String query, String field, String value) {
        HttpResponse<String> response = edge.get("/echo/v1/things?" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(asked(field).toString()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "page_size=x, page_size",
        "page_size=, page_size",
        "page_size=1.0, page_size",
        "pageSize=%2B5, page_size",
        "page_size=2147483648, page_size",
        "page_size=%D9%A1, page_size",
        "page_size=01, page_size",
        "revision=9223372036854775808, revision",
        "loud=TRUE, loud",
        "loud=1, loud",
        "loud, loud",
        "colour=RED, colour",
        "colour=2, colour",
        "colour=colour_red, colour",
        "weight=0x1p3, weight",
        "display_name=%00, display_name",
        "display_name=%ED%A0%80, display_name",
        "display_name=%FF, display_name",
        "display_name=%, display_name",
        "display_name=%4, display_name",
        "display_name=%zz, display_name",
        "%=1, query"
    })
    void aQueryThatCannotBeTheFieldIsRefused(String query, String field) throws Exception {
        String answer = RawHttp.exchange(edge.port(), "GET /echo/v1/things?" + query + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("FIELD_INVALID", "{field=" + field + "}");
        assertThat(edge.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%FF", "%C3", "%ED%A0%80", "%C0%AF", "%00", "a%00b", "\u00e9"})
    void aPathThatIsNoTextIsRefused(String segment) throws Exception {
        String answer =
                RawHttp.exchange(edge.port(), "GET /echo/v1/things/" + segment + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("FIELD_INVALID", "{field=id}");
    }

    @Test
    void aRawBodyArrivesByteForByte() {
        edge.script = asked -> Optional.of(Answer.of(HttpBody.getDefaultInstance()));
        edge.send("PUT", "/raw/v1/files/a/b%2Fc?limit=3", "{\"broken\u0000", "content-type", "text/odd");

        Message request = edge.asked.remove().request();
        assertThat(field(request, "path")).isEqualTo("a/b%2Fc");
        assertThat(field(request, "limit")).isEqualTo("3");
        Message body = (Message) field(request, "body");
        assertThat(field(body, "content_type")).isEqualTo("text/odd");
        assertThat(field(body, "data").toString()).contains("size=9");
    }

    @Test
    void anEmptyBodyIsAnEmptyMessageAndAnUndeclaredOneIsIgnored() {
        assertThat(edge.send("POST", "/echo/v1/things", "").statusCode()).isEqualTo(200);
        assertThat(edge.send("DELETE", "/echo/v1/things/a", "{{{").statusCode()).isEqualTo(200);
        assertThat(edge.send("POST", "/echo/v1/things", "{}", "content-type", "text/plain")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[",
                "nul",
                "null",
                "[]",
                "1",
                "\"x\"",
                " ",
                "{}{}",
                "{} x",
                "{'id':'x'}",
                "{id:\"x\"}",
                "{/**/}",
                "{\"id\":\"x\",}",
                "{\"id\":1}",
                "{\"pageSize\":\"x\"}",
                "{\"pageSize\":1.5}",
                "{\"pageSize\":2147483648}",
                "{\"loud\":\"yes\"}",
                "{\"loud\":\"true\"}",
                "{\"tags\":[1]}",
                "{\"inner\":{\"id\":true}}",
                "{\"nope\":1}",
                "{\"id\":\"x\",\"id\":\"y\"}",
                "{\"inner\":[]}",
                "{\"tags\":\"x\"}",
                "{\"tags\":[null]}",
                "{\"colour\":\"RED\"}",
                "{\"weight\":01}",
                "{\"weight\":NaN}",
                "{\"id\":\"\t\"}",
                "{\"id\":\"\\x\"}",
                "\u00a0{}"
            })
    void aBodyThatIsNotTheJsonOfTheMessageIsRefused(String body) {
        HttpResponse<String> response = edge.send("POST", "/echo/v1/things", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("\"reason\":\"JSON_INVALID\"");
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void aRefusedBodyIsToldWhereItIsWrong() {
        assertThat(edge.send("POST", "/echo/v1/things", "{\n  \"id\": x}").body())
                .contains("line 2, column 10");
        assertThat(edge.send("POST", "/echo/v1/things", "{\"nope\":1}").body()).contains("nope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00", "\\udc00\\ud800"})
    void textThatCannotBeStoredIsRefusedWhereverItStands(String text) {
        for (String body : List.of("{\"id\":\"%s\"}", "{\"tags\":[\"ok\",\"%s\"]}", "{\"inner\":{\"id\":\"%s\"}}")) {
            HttpResponse<String> response = edge.send("POST", "/echo/v1/things", body.formatted(text));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).contains("FIELD_INVALID");
        }
        assertThat(edge.send("POST", "/echo/v1/things", "{\"id\":\"\\ud83d\\ude00\"}")
                        .body())
                .contains("😀");
    }

    @Test
    void depthIsBounded() {
        assertThat(edge.send("POST", "/echo/v1/things", nested(64)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> tooDeep = edge.send("POST", "/echo/v1/things", nested(65));
        assertThat(tooDeep.statusCode()).isEqualTo(400);
        assertThat(tooDeep.body()).contains("JSON_INVALID", "deeper than 64");
        assertThat(edge.send("POST", "/echo/v1/things", "[".repeat(10 * 1024 * 1024))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void headersArriveAsMetadata() throws Exception {
        String request = """
                GET /echo/v1/things HTTP/1.1
                Host: h
                CENCORI_API_KEY: k
                X-Two: a
                x-two: b
                Authorization: Bearer t
                X-Request-Id: mine
                TE: trailers
                Keep-Alive: 1
                X-Http-Status: 200
                Grpc-Timeout: 1n
                X-Envoy-Original-Path: /
                X-Data-Bin: AAAA
                X-Odd!: 1

                """;
        RawHttp.exchange(edge.port(), request.replace("\n", "\r\n"));

        Metadata metadata = edge.asked.remove().metadata();
        assertThat(metadata.keys())
                .contains("cencori_api_key", "x-two", "authorization", "x-request-id")
                .doesNotContain(
                        "host", "te", "keep-alive", "x-http-status", "x-envoy-original-path", "x-data-bin", "x-odd!")
                .noneMatch(name -> name.startsWith(":"));
        // The channel sends a timeout of its own.
        assertThat(metadata.get(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER)))
                .isNotEqualTo("1n");
        assertThat(metadata.getAll(Metadata.Key.of("x-two", Metadata.ASCII_STRING_MARSHALLER)))
                .containsExactly("a", "b");
    }

    @Test
    void aClientThatGoesAwayCancelsItsCall() throws Exception {
        edge.script = request -> Optional.empty();
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send("GET /echo/v1/things HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(edge.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
            http.reset();
        }
        assertThat(edge.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSlowCallIsAnsweredAndTheConnectionGoesOn() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        edge.script = request -> {
            boolean slow = request.method().equals("echo.v1.Echo/List");
            return slow && !opens(mayAnswer) ? Optional.empty() : Optional.of(Answer.of(request.request()));
        };
        try (RawHttp http = new RawHttp(edge.port())) {
            http.send("GET /echo/v1/things HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(edge.cancelled.await(400, TimeUnit.MILLISECONDS)).isFalse();
            http.send("GET /echo/v1/things/early HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(edge.cancelled.await(200, TimeUnit.MILLISECONDS)).isFalse();
            mayAnswer.countDown();

            assertThat(http.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(http.readAnswer()).contains("\"id\":\"early\"");
            http.send("GET /echo/v1/things/late HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(http.readAnswer()).contains("\"id\":\"late\"");
        }
    }

    private static boolean opens(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    private static String nested(int depth) {
        return "{\"inner\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    private Object asked(String field) {
        return field(edge.asked.remove().request(), field);
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
