package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpBody;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import dev.holdfast.edge.EchoEdge.Answer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How what the server says becomes HTTP. */
class EdgeAnswersTest {

    private final EchoEdge edge = EchoEdge.usual();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aMessageIsCompactJsonWithEveryFieldThatHasNoPresence() {
        HttpResponse<String> response =
                edge.send("POST", "/echo/v1/things", "{\"displayName\":\"é\",\"revision\":\"9007199254740993\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("content-type")).containsExactly("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"id\":\"\",\"displayName\":\"é\",\"pageSize\":0,\"revision\":\"9007199254740993\","
                                + "\"loud\":false,\"tags\":[],\"colour\":\"COLOUR_UNSPECIFIED\",\"weight\":0.0,\"colours\":[]}");
    }

    @Test
    void aRawBodyIsPassedOnAsItIs() {
        HttpBody bytes = HttpBody.newBuilder()
                .setContentType("text/x-odd; a=b")
                .setData(ByteString.copyFromUtf8("{not json\u0000"))
                .build();
        edge.script = request -> Optional.of(Answer.of(bytes));

        HttpResponse<String> response = edge.get("/raw/v1/files/a");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("content-type")).containsExactly("text/x-odd; a=b");
        assertThat(response.body()).isEqualTo("{not json\u0000");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 206, 400, 404, 409, 500, 503})
    void theServerSetsTheStatus(int status) {
        edge.script = request -> Optional.of(Answer.of(metadata("x-http-status", "" + status), body("{}")));

        HttpResponse<String> response = edge.get("/raw/v1/files/a");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{}");
        assertThat(response.headers().map()).doesNotContainKey("x-http-status");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void someStatusesHaveNoBody(int status) {
        edge.script = request -> Optional.of(Answer.of(metadata("x-http-status", "" + status), body("no")));

        HttpResponse<String> response = edge.get("/raw/v1/files/a");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().map()).doesNotContainKey("content-type");
    }

    @Test
    void onlyListedMetadataBecomeHeaders() {
        Metadata metadata = metadata("etag", "\"1\"");
        metadata.merge(metadata("x-ratelimit-limit", "60"));
        metadata.merge(metadata("x-org-ratelimit-reset", "7"));
        metadata.merge(metadata("access-control-allow-origin", "https://one"));
        metadata.merge(metadata("x-secret", "no"));
        metadata.merge(metadata("set-cookie", "no"));
        edge.script = request -> Optional.of(Answer.of(metadata, body("{}")));

        Map<String, List<String>> headers =
                edge.get("/raw/v1/files/a").headers().map();

        assertThat(headers)
                .containsEntry("etag", List.of("\"1\""))
                .containsEntry("x-ratelimit-limit", List.of("60"))
                .containsEntry("x-org-ratelimit-reset", List.of("7"))
                .containsEntry("access-control-allow-origin", List.of("https://one"))
                .doesNotContainKeys("x-secret", "set-cookie");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 400", "FAILED_PRECONDITION, 400", "OUT_OF_RANGE, 400", "UNAUTHENTICATED, 401",
        "PERMISSION_DENIED, 403", "NOT_FOUND, 404", "ABORTED, 409", "ALREADY_EXISTS, 409",
        "RESOURCE_EXHAUSTED, 429", "CANCELLED, 499", "UNIMPLEMENTED, 501", "UNAVAILABLE, 503",
        "DEADLINE_EXCEEDED, 504", "UNKNOWN, 500", "INTERNAL, 500", "DATA_LOSS, 500"
    })
    void aFailedCallIsItsStatusAsJson(Status.Code code, int status) {
        edge.script =
                request -> Optional.of(Answer.failing(code.toStatus().withDescription("why \"so\""), new Metadata()));

        HttpResponse<String> response = edge.get("/echo/v1/things");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body())
                .isEqualTo("{\"code\":%d,\"message\":\"why \\\"so\\\"\",\"details\":[]}".formatted(code.value()));
    }

    @Test
    void aFailedCallShowsTheDetailsThatItCanPrint() {
        com.google.rpc.Status status = com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.NOT_FOUND.value())
                .setMessage("gone")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("R")
                        .setDomain("holdfast.dev")
                        .build()))
                .addDetails(Any.pack(Timestamp.newBuilder().setSeconds(1).build()))
                .addDetails(
                        Any.pack(RequestInfo.newBuilder().setRequestId("req_1").build()))
                .build();
        Metadata trailers = metadata("x-request-id", "req_1");
        trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), status.toByteArray());
        edge.script = request -> Optional.of(Answer.failing(Status.NOT_FOUND, trailers));

        HttpResponse<String> response = edge.get("/echo/v1/things");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().allValues("x-request-id")).containsExactly("req_1");
        assertThat(response.body())
                .isEqualTo("{\"code\":5,\"message\":\"gone\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"R\",\"domain\":\"holdfast.dev\","
                        + "\"metadata\":{}},"
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RequestInfo\",\"requestId\":\"req_1\","
                        + "\"servingData\":\"\"}]}");
    }

    @Test
    void aCallThatTakesTooLongEndsAtItsDeadline() {
        EdgeConfig hasty = new EdgeConfig("127.0.0.1", 0, 1000, 1000, java.time.Duration.ofMillis(50));
        try (EchoEdge slow = new EchoEdge(hasty, List.of())) {
            slow.script = request -> Optional.empty();
            assertThat(slow.get("/echo/v1/things").statusCode()).isEqualTo(504);
        }
    }

    @Test
    void everyAnswerCarriesAnIdAndTheCorsPolicy() {
        for (HttpResponse<String> response : List.of(
                edge.get("/echo/v1/things"),
                edge.get("/nothing"),
                edge.send("DELETE", "/echo/v1/things", ""),
                edge.send("POST", "/echo/v1/later/1", ""),
                edge.send("OPTIONS", "/any", ""),
                edge.get("/echo/v1/things?page_size=x"),
                edge.get("/echo/v1/things/%ff"))) {
            Map<String, List<String>> headers = response.headers().map();
            assertThat(headers.get("x-request-id")).singleElement().asString().matches("req_[0-9]{26}");
            assertThat(headers).containsEntry("access-control-allow-origin", List.of("*"));
            assertThat(headers).containsEntry("x-content-type-options", List.of("nosniff"));
            assertThat(response.headers()
                            .firstValue("access-control-expose-headers")
                            .orElseThrow())
                    .contains("X-Request-Id", "Retry-After", "X-Turn-Number", "ETag");
        }
    }

    @Test
    void theClientsIdIsKeptIfItIsOne() {
        assertThat(edge.get("/nothing", "x-request-id", "mine").headers().allValues("x-request-id"))
                .containsExactly("mine");
        assertThat(edge.get("/nothing", "x-request-id", "two words").headers().allValues("x-request-id"))
                .singleElement()
                .asString()
                .startsWith("req_");
        assertThat(edge.get("/nothing", "x-request-id", "x".repeat(129))
                        .headers()
                        .allValues("x-request-id"))
                .singleElement()
                .asString()
                .startsWith("req_");
        edge.script = request -> Optional.of(Answer.of(metadata("x-request-id", "theirs"), body("{}")));
        assertThat(edge.get("/raw/v1/files/a", "x-request-id", "mine").headers().allValues("x-request-id"))
                .containsExactly("theirs");
    }

    @Test
    void headIsGetWithoutTheBody() {
        edge.script = request -> Optional.of(Answer.of(metadata("etag", "1"), body("four")));

        HttpResponse<String> head = edge.send("HEAD", "/raw/v1/files/a", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).hasValue("4");
        assertThat(head.headers().firstValue("etag")).hasValue("1");
        assertThat(edge.send("HEAD", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(edge.send("HEAD", "/echo/v1/things/a:turn", "").statusCode()).isEqualTo(405);
    }

    @Test
    void optionsIsAnsweredOnAnyPathWithoutTheServer() {
        for (String path : List.of("/", "/echo/v1/things", "/nothing/at/all")) {
            HttpResponse<String> response = edge.send("OPTIONS", path, "");
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.headers().firstValue("access-control-max-age")).hasValue("86400");
            assertThat(response.headers()
                            .firstValue("access-control-allow-methods")
                            .orElseThrow())
                    .contains("PATCH", "DELETE");
            assertThat(response.headers()
                            .firstValue("access-control-allow-headers")
                            .orElseThrow())
                    .contains("CENCORI_API_KEY", "Last-Event-ID", "*");
            assertThat(response.body()).isEmpty();
        }
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void unknownPathsAndMethodsAreAnsweredInTheCallersForm() {
        HttpResponse<String> noPath = edge.get("/nothing", "CENCORI_API_KEY", "k");
        assertThat(noPath.statusCode()).isEqualTo(404);
        assertThat(noPath.body())
                .contains("\"reason\":\"ROUTE_NOT_FOUND\",\"path\":\"/nothing\",\"key\":\"k\",\"id\":\"req_");

        HttpResponse<String> wrongMethod = edge.send("PUT", "/echo/v1/things", "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");

        HttpResponse<String> later = edge.send("POST", "/echo/v1/later/1", "");
        assertThat(later.statusCode()).isEqualTo(501);
        assertThat(later.body()).contains("\"reason\":\"NOT_IMPLEMENTED\"");
        assertThat(edge.get("/echo/v1/later/1").headers().firstValue("allow")).hasValue("OPTIONS, POST");
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void http2AnswersTheSame() {
        edge.script = request -> Optional.of(Answer.of(metadata("x-http-status", "206"), body("four")));
        for (String path : List.of("/raw/v1/files/a", "/nothing", "/echo/v1/things?page_size=x")) {
            HttpResponse<String> one = edge.get(path, "x-request-id", "same");
            HttpResponse<String> two = edge.http2("GET", path, "", "x-request-id", "same");
            assertThat(two.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(two.statusCode()).isEqualTo(one.statusCode());
            assertThat(two.body()).isEqualTo(one.body());
            assertThat(two.headers().map().keySet())
                    .containsAll(one.headers().map().keySet());
        }
        assertThat(edge.http2("HEAD", "/raw/v1/files/a", "").headers().firstValue("content-length"))
                .hasValue("4");
        assertThat(edge.http2("OPTIONS", "/x", "").statusCode()).isEqualTo(204);
    }

    private static HttpBody body(String text) {
        return HttpBody.newBuilder()
                .setContentType("application/json")
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    private static Metadata metadata(String name, String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return metadata;
    }
}
