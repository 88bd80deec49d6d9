package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.KEY_HEADER;
import static dev.holdfast.dialect.sessions.SessionsCaller.answer;
import static dev.holdfast.dialect.sessions.SessionsCaller.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.RawHttp;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on every path of the dialect: durable-turns.md §0, but for the credentials. */
final class SessionsFrontDoorTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static SessionsCaller caller = new SessionsCaller(SERVER, "");

    @BeforeAll
    static void makeACaller() {
        caller = SessionsCaller.of(SERVER, "front-door");
    }

    @ParameterizedTest
    @CsvSource({"'',", "'',application/json", "{},", "{},application/json", "null,", "null,application/json"})
    void anEmptyBodyMakesASession(String body, String contentType) {
        JsonDocument made =
                contentType == null ? caller.create(body) : caller.create(body, "Content-Type", contentType);

        assertThat(made.text("status")).isEqualTo("active");
        assertThat(made.text("metadata")).isEqualTo("{}");
        assertThat(made.text("agent_id")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "1", "true", "{} {}", "{'agent_id':'a'}", "{\"a\":1,}", "\u0000"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        refused(400, "invalid_json", caller.send("POST", "/v1/sessions", body));
    }

    @Test
    void unknownFieldsAreIgnored() {
        JsonDocument made = caller.create("{\"colour\":\"green\",\"agent_id\":\"ag_1\",\"turns\":[{}]}");

        assertThat(made.text("agent_id")).isEqualTo("ag_1");
        assertThat(made.names()).doesNotContain("colour", "turns");
    }

    @Test
    void aBodyOfTenMebibytesIsTaken() {
        caller.create("{}" + " ".repeat(MAX_BODY_BYTES - 2));
    }

    @Test
    void aLargerBodyIsRefusedBeforeItIsSent() {
        String head = "POST /v1/sessions HTTP/1.1\n" + KEY_HEADER + ": " + caller.key() + "\nContent-Length: "
                + (MAX_BODY_BYTES + 1);

        String answer = RawHttp.exchange(SERVER.httpPort(), head, "");

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nx-request-id: ")
                .contains("\"code\":\"payload_too_large\"},\"status\":\"failed\",\"code\":\"payload_too_large\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1/sessions/ses_abc123/nothing", "/v1", "/v1/sessions/", "/V1/sessions"})
    void anUnknownRouteIsNotFound(String path) {
        refused(404, "not_found", caller.get(path));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/v1/sessions,GET POST",
        "PATCH,/v1/sessions,GET POST",
        "POST,/v1/sessions/ses_abc123,GET DELETE",
        "PUT,/v1/sessions/ses_abc123,GET DELETE",
        "GET,/v1/sessions/ses_abc123/turns,POST",
        "PUT,/api/v1/sessions,GET POST"
    })
    void aWrongMethodIsRefusedWithThoseThatAreAllowed(String method, String path, String allowed) {
        HttpResponse<String> answer = caller.send(method, path, "");

        refused(405, "method_not_allowed", answer);
        assertThat(List.of(answer.headers().firstValue("allow").orElse("").split(", ", -1)))
                .contains(allowed.split(" ", -1))
                .doesNotContain(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions", "/v1/sessions/ses_abc123/turns", "/v1/responses", "/v1/nothing", "/"})
    void aPreflightIsAnsweredOnAnyPathWithoutAKey(String path) {
        HttpResponse<String> answer = SERVER.send("OPTIONS", path, "");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(listed(answer.headers(), "access-control-allow-methods"))
                .containsExactlyInAnyOrder("get", "head", "post", "put", "patch", "delete", "options");
        assertThat(listed(answer.headers(), "access-control-allow-headers"))
                .containsExactlyInAnyOrder(
                        "content-type",
                        "authorization",
                        "cencori_api_key",
                        "x-api-key",
                        "x-session-id",
                        "x-agent-id",
                        "idempotency-key",
                        "last-event-id",
                        "range",
                        "if-range",
                        "if-match",
                        "if-none-match",
                        "x-request-id",
                        "*");
        assertThat(answer.headers().firstValue("access-control-max-age")).hasValue("86400");
    }

    @ParameterizedTest
    @MethodSource("oneRequestOfEachOutcome")
    void everyAnswerHasARequestIdAndCors(int status, String method, String path, String key, String body) {
        HttpResponse<String> answer = SERVER.send(method, path, body, KEY_HEADER, key);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).isNotBlank());
        assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly("*");
        assertThat(listed(answer.headers(), "access-control-expose-headers"))
                .contains(
                        "x-session-status",
                        "x-content-sha",
                        "content-disposition",
                        "accept-ranges",
                        "x-request-id",
                        "x-response-id",
                        "x-turn-number",
                        "etag",
                        "content-range",
                        "location",
                        "retry-after")
                .anyMatch(name -> name.startsWith("x-ratelimit-"));
    }

    @ParameterizedTest
    @MethodSource("oneRequestOfEachOutcome")
    void aCallersOwnRequestIdComesBack(int status, String method, String path, String key, String body) {
        HttpResponse<String> answer =
                SERVER.send(method, path, body, KEY_HEADER, key, "X-Request-Id", "mine-" + status);

        assertThat(answer.headers().allValues("x-request-id")).containsExactly("mine-" + status);
    }

    @Test
    void twoRequestsHaveDifferentIds() {
        assertThat(caller.get("/v1/sessions").headers().firstValue("x-request-id"))
                .isNotEqualTo(caller.get("/v1/sessions").headers().firstValue("x-request-id"));
    }

    @Test
    void noRateIsLimitedAndNoneIsAnnounced() {
        assertThat(caller.get("/v1/sessions").headers().map().keySet())
                .noneMatch(name -> name.startsWith("x-ratelimit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/api/v1/responses"})
    void aPathOfALaterIssueIsNotImplemented(String path) {
        refused(501, "not_implemented", caller.send("POST", path, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"turns", "approve", "reject", "cancel"})
    void aPathThatThisDialectAloneHasIsAnsweredInItsFormWhateverTheKey(String subResource) {
        String path = "/v1/sessions/ses_abc123/" + subResource;

        refused(401, "invalid_api_key", SERVER.send("POST", path, "{}", "Authorization", "Bearer pk_acme_1"));
    }

    @Test
    void healthIsOpenToAnyone() {
        assertThat(answer(200, SERVER.send("GET", "/health", "")).root().json().text())
                .isEqualTo("{\"status\":\"ok\",\"db\":\"ok\"}");
    }

    @Test
    void theRootSaysWhatIsRunning() {
        JsonDocument root = answer(200, SERVER.send("GET", "/", ""));

        assertThat(root.names()).containsExactly("name", "version", "status");
        assertThat(root.text("status")).isEqualTo("ok");
    }

    static Stream<Arguments> oneRequestOfEachOutcome() {
        String key = caller.key();
        return Stream.of(
                Arguments.of(200, "GET", "/v1/sessions", key, ""),
                Arguments.of(201, "POST", "/v1/sessions", key, "{}"),
                Arguments.of(204, "OPTIONS", "/v1/sessions", key, ""),
                Arguments.of(400, "POST", "/v1/sessions", key, "{"),
                Arguments.of(401, "GET", "/v1/sessions", "unknown", ""),
                Arguments.of(404, "GET", "/v1/sessions/ses_abc123", key, ""),
                Arguments.of(404, "GET", "/v1/nothing", key, ""),
                Arguments.of(405, "PUT", "/v1/sessions", key, ""),
                Arguments.of(501, "POST", "/v1/responses", key, "{}"));
    }

    private static List<String> listed(HttpHeaders headers, String name) {
        String value = headers.firstValue(name).orElse("").toLowerCase(Locale.ROOT);
        return List.of(value.split(", ", -1));
    }
}
