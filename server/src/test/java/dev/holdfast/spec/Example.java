package dev.holdfast.spec;

import dev.holdfast.testing.TestResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request and its answer as a document prints them.
 *
 * @param name the document and the example, such as {@code cencori-sessions/get-session}
 * @param given the body of a session that is made before; its id stands for {@code :id} in the path
 * @param turns the bodies of turns that it is given before; the action that the last waits for is the printed one
 * @param headers name, value, name, value
 * @param answer empty where the document prints none
 */
record Example(
        String name,
        Optional<String> given,
        List<String> turns,
        String method,
        String path,
        List<String> headers,
        String body,
        int status,
        String answer) {

    private static final String ENDING = ".http";
    private static final String GIVEN = "given ";
    private static final String TURN = "turn ";
    private static final String STATUS = "HTTP ";

    /** Every file beside this class whose name ends in {@code .http}. */
    static List<Example> all() {
        try (Stream<Path> files = Files.walk(directory())) {
            return files.map(file -> directory().relativize(file).toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted()
                    .map(Example::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path directory() {
        try {
            URL exceptions = Objects.requireNonNull(Example.class.getResource("exceptions.txt"));
            return Objects.requireNonNull(Path.of(exceptions.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Example read(String file) {
        List<String> lines = new ArrayList<>(TestResource.text(Example.class, file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList());
        Optional<String> given = Optional.empty();
        if (lines.getFirst().startsWith(GIVEN)) {
            given = Optional.of(lines.removeFirst().substring(GIVEN.length()));
        }
        List<String> turns = new ArrayList<>();
        while (lines.getFirst().startsWith(TURN)) {
            turns.add(lines.removeFirst().substring(TURN.length()));
        }
        String request = lines.removeFirst();
        int space = request.indexOf(' ');
        List<String> headers = new ArrayList<>();
        while (!lines.getFirst().isBlank()) {
            headers.addAll(List.of(lines.removeFirst().split(": ", 2)));
        }
        int answer = indexOfStatus(lines);
        return new Example(
                file.substring(0, file.length() - ENDING.length()),
                given,
                turns,
                request.substring(0, space),
                request.substring(space + 1),
                headers,
                text(lines.subList(0, answer)),
                Integer.parseInt(lines.get(answer).substring(STATUS.length())),
                text(lines.subList(answer + 1, lines.size())));
    }

    private static int indexOfStatus(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(STATUS)) {
                return i;
            }
        }
        throw new IllegalStateException("An example without an answer: " + lines);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).strip();
    }
}
