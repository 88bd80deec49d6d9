package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs of Postgres. What they say goes into one log, whose last lines explain a failure.
 *
 * <p>They refuse to run as root, for good reasons. Where the server runs as root, which is common in containers, they
 * run in a user namespace without a mapping: inside it they are nobody, outside the files still belong to root.
 */
final class PostgresPrograms {

    private static final long MAX_LOG_BYTES = 8L << 20;
    private static final int EXPLAINING_BYTES = 2_000;
    private static final int EXPLAINING_LINES = 5;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private final Path bin;
    private final Path log;
    private final List<String> prefix;

    private PostgresPrograms(Path bin, Path log, List<String> prefix) {
        this.bin = bin;
        this.log = log;
        this.prefix = prefix;
    }

    static PostgresPrograms of(Path binaries, Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        List<String> prefix = root ? List.of("unshare", "--user") : List.of();
        PostgresPrograms programs = new PostgresPrograms(binaries.resolve("bin"), log, prefix);
        if (root) {
            programs.requireUserNamespaces();
        }
        return programs;
    }

    /** Whether the program ended well within the limit; one that did not end is stopped. */
    boolean run(Duration limit, String program, List<String> arguments) throws IOException {
        return runCommand(
                limit,
                Stream.concat(Stream.of(bin.resolve(program).toString()), arguments.stream())
                        .toList());
    }

    Path log() {
        return log;
    }

    /** For the sentence that says why something did not work. */
    String lastLines() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - EXPLAINING_BYTES);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - EXPLAINING_LINES))
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return "(it cannot be read: " + unreadable + ")";
        }
    }

    private void requireUserNamespaces() {
        try {
            if (runCommand(PROBE_LIMIT, List.of("true"))) {
                return;
            }
        } catch (IOException missing) {
            throw rootRefused(missing);
        }
        throw rootRefused(null);
    }

    private boolean runCommand(Duration limit, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Variables such as PGDATA and PGOPTIONS would change what the programs do; the rest is for readable messages.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroy();
            return false;
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new StartupException("Starting or stopping Postgres was interrupted.", interrupted);
        }
    }

    private static StartupException rootRefused(@Nullable IOException cause) {
        return new StartupException(
                "The built-in Postgres does not run as root, and this machine does not let root step into a user"
                        + " namespace (unshare --user). Run as another user, or set DATABASE_URL to a Postgres of yours.",
                cause);
    }
}
