package dev.holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What tools have done to the world, which no crash takes back: a file to which every run appends, shared by processes. */
public record Effects(Path directory) {

    /** The variable that tells a server where they are. */
    public static final String DIRECTORY = "HOLDFAST_TEST_EFFECTS";

    private static final String BEGUN = "begun";
    private static final String LEFT = "left";

    /**
     * Something that a run did.
     *
     * @param what begun, ended or left
     * @param pid the server that ran it
     * @param label what the test calls it
     * @param key names the call over all attempts
     */
    public record Line(String what, long pid, String label, String key) {

        static Line parse(String line) {
            String[] words = line.split(" ", -1);
            return new Line(words[0], Long.parseLong(words[1]), words[2], words[3]);
        }
    }

    void begun(String label, String key) {
        append(BEGUN, label, key);
    }

    void ended(String label, String key) {
        append("ended", label, key);
    }

    void left(String label, String key) {
        append(LEFT, label, key);
    }

    /** How often it was begun. */
    public long runs(String label) {
        return count(BEGUN, label);
    }

    /** How often a server ended it before it was over. */
    public long endedEarly(String label) {
        return count(LEFT, label);
    }

    public long runsOfCall(String key) {
        return lines().stream()
                .filter(line -> line.what().equals(BEGUN) && line.key().endsWith(key))
                .count();
    }

    private long count(String what, String label) {
        return lines().stream()
                .filter(line -> line.what().equals(what) && line.label().equals(label))
                .count();
    }

    public List<Line> lines() {
        try {
            return Files.exists(file())
                    ? Files.readAllLines(file()).stream().map(Line::parse).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the runs go on that wait at this gate. */
    public void open(String gate) {
        try {
            Files.createFile(gate(gate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isOpen(String gate) {
        return Files.exists(gate(gate));
    }

    private Path gate(String name) {
        return directory.resolve("gate-" + name);
    }

    private Path file() {
        return directory.resolve("effects");
    }

    private void append(String what, String label, String key) {
        String line = "%s %d %s %s%n".formatted(what, ProcessHandle.current().pid(), label, key);
        try (FileChannel out = FileChannel.open(
                file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
