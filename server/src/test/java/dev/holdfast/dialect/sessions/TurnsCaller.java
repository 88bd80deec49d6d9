package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

/** A program that runs turns of one session in the sessions dialect. */
record TurnsCaller(SessionsCaller caller, String session) {

    static final String GATED_SEARCH = "\"tools\":[{\"type\":\"web_search_preview\",\"needsApproval\":true}]";

    static TurnsCaller of(TestServer server, String tenant) {
        SessionsCaller caller = SessionsCaller.of(server, tenant);
        return new TurnsCaller(caller, caller.createId());
    }

    String path(String rest) {
        return "/v1/sessions/" + session + rest;
    }

    /** A turn's body: an input, and more fields. */
    static String turn(String input, String... fields) {
        String text = input.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return Stream.concat(Stream.of("\"input\":\"" + text + "\""), Stream.of(fields))
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }

    HttpResponse<String> post(String rest, String body, String... headers) {
        return caller.send("POST", path(rest), body, headers);
    }

    /** Opens a stream that must be one. */
    EventStream open(String method, String rest, String body, String... headers) {
        String[] all = Stream.concat(Stream.of(SessionsCaller.KEY_HEADER, caller.key()), Stream.of(headers))
                .toArray(String[]::new);
        EventStream stream = caller.server().open(method, path(rest), body, all);
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
        assertThat(stream.header("cache-control")).isEqualTo("no-cache");
        assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
        assertThat(stream.header("x-request-id")).isNotEmpty();
        return stream;
    }

    /** A turn's frames, to the end of its stream. */
    List<Frame> run(String body, String... headers) {
        try (EventStream stream = open("POST", "/turns", body, headers)) {
            return stream.rest();
        }
    }

    /** Runs a turn that must pause; the ids of its open actions. */
    List<String> pause(String body) {
        Frame last = run(body).getLast();
        assertThat(last.event()).isEqualTo("turn.paused");
        return last.json().items("actions").stream()
                .map(action -> action.text("action_id"))
                .toList();
    }

    List<Frame> approve(String action) {
        try (EventStream stream = open("POST", "/approve", "{\"action_id\":\"" + action + "\"}")) {
            return stream.rest();
        }
    }

    /** The frames of a resumed stream. */
    List<Frame> follow(String query, String... headers) {
        try (EventStream stream = open("GET", "/stream" + query, "", headers)) {
            return stream.rest();
        }
    }

    JsonDocument events(String query) {
        return SessionsCaller.answer(200, caller.get(path("/events" + query)));
    }

    /** Every event of the log. */
    List<JsonDocument> log() {
        return events("?limit=100").items("data");
    }

    String status() {
        return caller.read(session).text("status");
    }

    static List<String> types(List<Frame> frames) {
        return frames.stream().map(Frame::event).toList();
    }

    void refused(int status, String code, HttpResponse<String> response) {
        SessionsCaller.refused(status, code, response);
    }
}
