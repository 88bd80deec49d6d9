package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

/** A program that speaks the sessions dialect with one key. */
record SessionsCaller(TestServer server, String key) {

    static final String KEY_HEADER = "CENCORI_API_KEY";

    /** A caller of a tenant, which is made if need be. */
    static SessionsCaller of(TestServer server, String tenant) {
        return new SessionsCaller(server, server.key(tenant));
    }

    /** Sends a request with the key; further headers as name, value, name, value. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        String[] all =
                Stream.concat(Stream.of(KEY_HEADER, key), Stream.of(headers)).toArray(String[]::new);
        return server.send(method, path, body, all);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    /** Makes a session, which must not fail. */
    JsonDocument create(String body, String... headers) {
        return answer(201, send("POST", "/v1/sessions", body, headers));
    }

    String createId() {
        return create("").text("id");
    }

    JsonDocument read(String id) {
        return answer(200, get("/v1/sessions/" + id));
    }

    /** A list with this query, such as {@code ?limit=2}. */
    JsonDocument list(String query) {
        return answer(200, get("/v1/sessions" + query));
    }

    List<String> listedIds(String query) {
        return list(query).items("data").stream().map(item -> item.text("id")).toList();
    }

    static JsonDocument answer(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return JsonDocument.parse(response.body());
    }

    /** The error has the documented shape, and this code in both its places. */
    static void refused(int status, String code, HttpResponse<String> response) {
        JsonDocument body = answer(status, response);
        assertThat(body.names()).containsExactly("error", "status", "code");
        assertThat(body.at("error").names()).containsExactly("message", "type", "code");
        assertThat(body.text("error.type")).isEqualTo("invalid_request_error");
        assertThat(body.text("status")).isEqualTo("failed");
        assertThat(List.of(body.text("code"), body.text("error.code"))).containsOnly(code);
    }
}
