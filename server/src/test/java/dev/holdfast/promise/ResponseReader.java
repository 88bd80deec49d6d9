package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Somebody who sends a message in the workspace dialect and comes back by Last-Event-ID whenever the stream breaks. */
final class ResponseReader {

    private static final String SESSIONS = "/workspace/v1/sessions";

    private final Supplier<ServerProcess> server;
    private final String session;
    private final List<Frame> copy = new ArrayList<>();
    private EventStream stream;
    private final String response;

    /** Makes a session with the tools of the workspace and says something. */
    ResponseReader(Supplier<ServerProcess> server, String message) {
        this.server = server;
        HttpResponse<String> made = server.get()
                .send("POST", SESSIONS, Installation.KEY, "{\"persistent\":true,\"tools\":[{\"type\":\"workspace\"}]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        this.session = JsonDocument.parse(made.body()).text("id");
        this.stream = server.get()
                .open(
                        "POST",
                        path("/messages"),
                        "{\"message\":\"" + message.replace("\"", "\\\"").replace("\n", "\\n") + "\"}",
                        Installation.KEY,
                        "-1");
        this.response = stream.header("x-response-id");
    }

    /** Reads until what has come is so. */
    void readUntil(Predicate<List<Frame>> condition) {
        while (!condition.test(copy)) {
            copy.add(stream.next().orElseThrow(() -> new AssertionError("The stream ended after " + copy)));
        }
    }

    /** Reads what the broken stream still holds and comes back with the last frame that it saw. */
    void comeBack() {
        drain();
        open();
    }

    /** Leaves the stream where it is and goes on reading at whatever server there is now. */
    void moveOn() {
        stream.close();
        open();
    }

    void readToTheEnd() {
        copy.addAll(stream.rest());
    }

    private void open() {
        String last = Long.toString(copy.getLast().id());
        stream = server.get().open("GET", path("/responses/" + response + "/events"), "", Installation.KEY, last);
    }

    private void drain() {
        try {
            for (Optional<Frame> next = stream.next(); next.isPresent(); next = stream.next()) {
                copy.add(next.get());
            }
        } catch (UncheckedIOException e) {
            // The server is gone, and its stream with it.
        }
    }

    /** What another reader sees, who comes after this frame. */
    List<Frame> after(long frame) {
        try (EventStream other = server.get()
                .open("GET", path("/responses/" + response + "/events"), "", Installation.KEY, Long.toString(frame))) {
            return other.rest();
        }
    }

    List<Frame> frames() {
        return List.copyOf(copy);
    }

    String session() {
        return session;
    }

    long count(String event) {
        return copy.stream().filter(frame -> frame.event().equals(event)).count();
    }

    Frame last(String event) {
        return copy.stream()
                .filter(frame -> frame.event().equals(event))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** What the reader has read of text. */
    String text() {
        StringBuilder text = new StringBuilder();
        copy.stream()
                .filter(frame -> frame.event().equals("text.delta"))
                .forEach(frame -> text.append(frame.json().text("content")));
        return text.toString();
    }

    /** No frame is missing or came twice, and whoever comes from whatever frame sees just the rest, byte for byte. */
    void assertWhole() {
        for (int at = 0; at < copy.size(); at++) {
            assertThat(copy.get(at).id()).isEqualTo(at);
            assertThat(after(at)).isEqualTo(copy.subList(at + 1, copy.size()));
        }
        assertThat(after(-1)).isEqualTo(copy);
        assertThat(copy.getLast().event()).isEqualTo("message.completed");
    }

    private String path(String rest) {
        return SESSIONS + "/" + session + rest;
    }
}
