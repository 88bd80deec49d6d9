package dev.holdfast.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where pgbench is on this machine, and how to run it. */
record PgbenchProgram(Path file) {

    static final String HOW_TO_GET_IT =
            "pgbench is not on the PATH or below /usr/lib/postgresql: apt-get install postgresql-15 (Debian),"
                    + " postgresql-contrib (Fedora), brew install postgresql. Without it JDBC is the only floor.";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /** Debian's own directories first, newest release first: what it has on the PATH is a wrapper. */
    static Optional<PgbenchProgram> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        Stream<Path> onPath = Arrays.stream(path.split(":", -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of);
        return Stream.concat(debian(), onPath)
                .map(directory -> directory.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(PgbenchProgram::new);
    }

    /** As the program prints it. */
    String version() {
        String[] words = run(Map.of(), 10, "--version").strip().split(" ", -1);
        return words.length > 2 ? words[2] : "of an unknown version";
    }

    /** Runs it and returns what it printed. */
    String run(Map<String, String> environment, long limitSeconds, String... arguments) {
        try {
            Path printed = Files.createTempFile("pgbench", ".out");
            try {
                return run(command(environment, printed, arguments), printed, limitSeconds);
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new BenchException("pgbench cannot be run", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts a round", e);
        }
    }

    private ProcessBuilder command(Map<String, String> environment, Path printed, String... arguments) {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(Stream.of(file.toString()), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        command.environment().putAll(environment);
        return command;
    }

    private static String run(ProcessBuilder command, Path printed, long limitSeconds)
            throws IOException, InterruptedException {
        Process process = command.start();
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new BenchException("pgbench did not end within " + limitSeconds + " s.");
        }
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new BenchException("pgbench failed: " + text);
        }
        return text;
    }

    private static Stream<Path> debian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Stream.empty();
        }
        try (Stream<Path> releases = Files.list(DEBIAN)) {
            return releases
                    .sorted(Comparator.comparingInt(PgbenchProgram::release).reversed())
                    .map(release -> release.resolve("bin"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new BenchException("The directory " + DEBIAN + " cannot be read", e);
        }
    }

    private static int release(Path directory) {
        String name = String.valueOf(directory.getFileName());
        return name.matches("\\d{1,3}") ? Integer.parseInt(name) : 0;
    }
}
