package dev.holdfast.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A process that the suite started and ends. */
final class Program implements AutoCloseable {

    /** The first start of an Envoy downloads it. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int STOP_SECONDS = 90;
    private static final int LAST_CHARACTERS = 4_000;

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it in a directory; standard output and error go to the log. */
    static Program start(String name, Path directory, Path log, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        withDefaults(builder.environment());
        try {
            Program program = new Program(name, builder.start(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(program.process::destroy, "stop " + name));
            return program;
        } catch (IOException e) {
            throw new ConformanceException(name + " cannot be started", e);
        }
    }

    /** What the supplier finds, as soon as it does. */
    <T> T await(Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        String written = log();
        close();
        throw new ConformanceException(name + " did not start. Its log ends with:\n"
                + written.substring(Math.max(0, written.length() - LAST_CHARACTERS)));
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ConformanceException("The log of " + name + " cannot be read", e);
        }
    }

    /** Waits until it ends by itself. */
    int exit() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ConformanceException(name + " did not stop when it was asked to.");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Settings of the person's own server are not the suite's. */
    private static void withDefaults(Map<String, String> environment) {
        environment.keySet().removeIf(variable -> variable.startsWith("HOLDFAST_"));
        environment.keySet().removeAll(List.of("DATABASE_URL", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
    }

    private static ConformanceException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConformanceException("interrupted", e);
    }
}
