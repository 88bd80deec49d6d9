package dev.holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream of server-sent events, read as it comes. */
public final class EventStream implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private final List<String> comments = new ArrayList<>();

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    /** One frame, its lines as they came. */
    public record Frame(List<String> lines) {

        public String event() {
            return field("event: ");
        }

        public String data() {
            return field("data: ");
        }

        public long id() {
            return Long.parseLong(field("id: "));
        }

        public JsonDocument json() {
            return JsonDocument.parse(data());
        }

        private String field(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(name.length()))
                    .orElseThrow(() -> new AssertionError("No " + name + "in " + lines));
        }
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next frame that is no comment; empty at the end. */
    public Optional<Frame> next() {
        List<String> frame = new ArrayList<>();
        for (String line = read(); line != null; line = read()) {
            if (line.startsWith(":")) {
                comments.add(line);
            } else if (!line.isEmpty()) {
                frame.add(line);
            } else if (!frame.isEmpty()) {
                return Optional.of(new Frame(frame));
            }
        }
        if (!frame.isEmpty()) {
            throw new AssertionError("The stream broke off in " + frame);
        }
        return Optional.empty();
    }

    /** All frames until one of this type, which is the last. */
    public List<Frame> until(String event) {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(
                    next().orElseThrow(() -> new AssertionError("The stream ended before " + event + ": " + frames)));
        } while (!frames.getLast().event().equals(event));
        return frames;
    }

    /** All frames until the stream ends. */
    public List<Frame> rest() {
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = next(); next.isPresent(); next = next()) {
            frames.add(next.get());
        }
        return frames;
    }

    /** The comments so far. */
    public List<String> comments() {
        return comments;
    }

    /** Reads until a comment has come after the first. */
    public void awaitHeartbeat() {
        while (comments.size() < 2) {
            String line = read();
            if (line == null || !(line.isEmpty() || line.startsWith(":"))) {
                throw new AssertionError("No heartbeat but " + line);
            }
            if (line.startsWith(":")) {
                comments.add(line);
            }
        }
    }

    private @Nullable String read() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves, as a reader does that goes away. */
    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
