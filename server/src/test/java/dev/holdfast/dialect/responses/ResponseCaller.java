package dev.holdfast.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** A program that asks for responses with one key. */
record ResponseCaller(TestServer server, String key) {

    static final String STOCK = "[{\"type\":\"function\",\"name\":\"stock\"}]";

    static ResponseCaller of(TestServer server, String tenant, KeyStyle style) {
        return new ResponseCaller(server, server.key(tenant, style, EnumSet.allOf(Grant.class)));
    }

    static ResponseCaller of(TestServer server, String tenant) {
        return of(server, tenant, KeyStyle.NATIVE);
    }

    HttpResponse<String> send(String method, String rest, String body, String... headers) {
        return server.send(method, "/v1/responses" + rest, body, with(headers));
    }

    EventStream open(String method, String rest, String body, String... headers) {
        EventStream stream = server.open(method, "/v1/responses" + rest, body, with(headers));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
        assertThat(stream.header("x-response-id")).matches("resp_[0-9a-f]{24}");
        return stream;
    }

    /** The response to a body of fields. */
    JsonDocument ask(String fields, String... headers) {
        HttpResponse<String> answer = send("POST", "", "{" + fields + "}", headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        JsonDocument response = JsonDocument.parse(answer.body());
        assertThat(answer.headers().firstValue("x-response-id")).hasValue(response.text("id"));
        return response;
    }

    EventStream begin(String fields, String... headers) {
        return open("POST", "", "{\"stream\":true," + fields + "}", headers);
    }

    List<Frame> stream(String fields, String... headers) {
        try (EventStream stream = begin(fields, headers)) {
            return stream.rest();
        }
    }

    List<Frame> resume(String rest, String... headers) {
        try (EventStream stream = open("GET", "/" + rest, "", headers)) {
            return stream.rest();
        }
    }

    JsonDocument read(String id) {
        HttpResponse<String> answer = send("GET", "/" + id, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonDocument.parse(answer.body());
    }

    boolean knows(String id) {
        return send("GET", "/" + id, "").statusCode() == 200;
    }

    static String input(String text) {
        return "\"input\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    static String text(JsonDocument response) {
        StringBuilder text = new StringBuilder();
        response.items("output").stream()
                .filter(item -> item.text("type").equals("message"))
                .forEach(item -> item.items("content").forEach(part -> text.append(part.text("text"))));
        return text.toString();
    }

    static List<String> types(JsonDocument response) {
        return response.items("output").stream().map(item -> item.text("type")).toList();
    }

    static JsonDocument last(List<Frame> frames) {
        return frames.getLast().json().at("response");
    }

    private String[] with(String... headers) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(headers))
                .toArray(String[]::new);
    }
}
