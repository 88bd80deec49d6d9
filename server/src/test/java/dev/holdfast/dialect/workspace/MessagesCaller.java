package dev.holdfast.dialect.workspace;

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

/** A program that talks to one session in the workspace dialect. */
record MessagesCaller(TestServer server, String key, String session) {

    static final String STOCK = "{\"tools\":[{\"type\":\"function\",\"name\":\"stock\"}]}";

    static MessagesCaller of(TestServer server, String tenant) {
        return of(server, tenant, "{}");
    }

    static MessagesCaller of(TestServer server, String tenant, String body) {
        String key = server.key(tenant, KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));
        HttpResponse<String> made =
                server.send("POST", "/workspace/v1/sessions", body, "Authorization", "Bearer " + key);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new MessagesCaller(server, key, JsonDocument.parse(made.body()).text("id"));
    }

    HttpResponse<String> send(String method, String rest, String body, String... headers) {
        return server.send(method, path(rest), body, with(headers));
    }

    EventStream open(String method, String rest, String body, String... headers) {
        EventStream stream = server.open(method, path(rest), body, with(headers));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
        assertThat(stream.header("x-response-id")).matches("msg_[0-9a-f]{24}");
        return stream;
    }

    /** Begins a message. */
    EventStream say(String message, String... headers) {
        return open("POST", "/messages", message(message), headers);
    }

    /** All frames of a message. */
    List<Frame> run(String message, String... headers) {
        try (EventStream stream = say(message, headers)) {
            return stream.rest();
        }
    }

    /** All frames that a resumed stream shows. */
    List<Frame> resume(String response, String query, String... headers) {
        try (EventStream stream = open("GET", "/responses/" + response + "/events" + query, "", headers)) {
            assertThat(stream.header("x-response-id")).isEqualTo(response);
            return stream.rest();
        }
    }

    HttpResponse<String> cancel(String response) {
        return send("POST", "/responses/" + response + "/cancel", "");
    }

    HttpResponse<String> results(String body) {
        return send("POST", "/tool_results", body);
    }

    JsonDocument read() {
        HttpResponse<String> answer = send("GET", "", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonDocument.parse(answer.body());
    }

    boolean busy() {
        return read().text("busy").equals("true");
    }

    static String message(String text) {
        return "{\"message\":\""
                + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"}";
    }

    static List<String> types(List<Frame> frames) {
        return frames.stream().map(Frame::event).toList();
    }

    static String text(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        frames.stream()
                .filter(frame -> frame.event().equals("text.delta"))
                .forEach(frame -> text.append(frame.json().text("content")));
        return text.toString();
    }

    /** The call that a response asks its reader for. */
    static String call(List<Frame> frames) {
        assertThat(frames.getLast().event()).isEqualTo("tool_call.requested");
        return frames.getLast().json().text("call_id");
    }

    static void refused(int status, String name, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonDocument body = JsonDocument.parse(answer.body());
        assertThat(body.names()).containsExactly("error", "message");
        assertThat(body.text("error")).isEqualTo(name);
        assertThat(body.text("message")).isNotBlank();
    }

    private String path(String rest) {
        return "/v1/sessions/" + session + rest;
    }

    private String[] with(String... headers) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(headers))
                .toArray(String[]::new);
    }
}
