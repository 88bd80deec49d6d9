package dev.holdfast.bench;

import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as people start it, on free ports, with a home of its own and the Postgres that it brings. */
final class ServerProcess implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)\\s*");
    private static final Pattern READY = Pattern.compile("ready http=(?<http>\\d+) grpc=(?<grpc>\\d+)");
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 90;
    private static final int LOG_LINES = 20;

    private final Process process;
    private final Path home;
    private final int httpPort;
    private final int grpcPort;

    private ServerProcess(Process process, Path home, Matcher ready) {
        this.process = process;
        this.home = home;
        this.httpPort = Integer.parseInt(ready.group("http"));
        this.grpcPort = Integer.parseInt(ready.group("grpc"));
    }

    /** Starts one and returns when it answers. The working directory must be the project's. */
    static ServerProcess start(Path home, String jvmOptions) {
        Path log = home.resolve("server.log");
        try {
            Files.createDirectories(home);
            ProcessBuilder command = new ProcessBuilder(
                            Path.of("holdfast").toAbsolutePath().toString(),
                            "serve",
                            "--home",
                            home.toString(),
                            "--host",
                            HOST,
                            "--http",
                            "0",
                            "--grpc",
                            "0")
                    .directory(home.toFile())
                    .redirectError(log.toFile());
            withDefaults(command.environment());
            command.environment().put("HOLDFAST_JAVA_OPTS", jvmOptions);
            Process process = command.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop the server"));
            return new ServerProcess(process, home, awaitReady(process));
        } catch (IOException e) {
            throw new BenchException("The server cannot be started", e);
        } catch (BenchException e) {
            throw new BenchException(e.getMessage() + " Its log ends with:\n" + end(log));
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    int httpPort() {
        return httpPort;
    }

    int grpcPort() {
        return grpcPort;
    }

    /** The key of the first start that has this style. */
    String key(String style) {
        try {
            var keys = JsonParser.parse(Files.readString(home.resolve("keys.json")));
            if (keys instanceof JsonObject object
                    && object.find(style).orElse(null) instanceof JsonString(String secret, var ignored)) {
                return secret;
            }
            throw new BenchException("The server's keys.json has no key `" + style + "`.");
        } catch (IOException e) {
            throw new BenchException("The server's keys.json cannot be read", e);
        }
    }

    /** What is alive on its heap, after a collection. */
    long liveBytes() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process histogram = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = histogram.inputReader()) {
                return lines.lines()
                        .map(TOTAL::matcher)
                        .filter(Matcher::matches)
                        .map(total -> Long.parseLong(total.group(1)))
                        .findFirst()
                        .orElseThrow(() -> new BenchException("jcmd did not tell what is alive."));
            }
        } catch (IOException e) {
            throw new BenchException("jcmd cannot be run", e);
        }
    }

    DatabaseAddress database() {
        return EmbeddedPostgres.findRunning(home)
                .orElseThrow(() -> new BenchException("The server has no postgres.json."));
    }

    /** Asks the server to stop and waits until it has, its Postgres with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchException("The server, process %d, does not stop.".formatted(process.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Settings of the person's own server are not the bench's. */
    private static void withDefaults(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        environment.keySet().removeAll(List.of("DATABASE_URL", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
    }

    private static Matcher awaitReady(Process process) {
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, ready));
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroy();
            throw new BenchException("The server did not become ready within %d s.".formatted(START_SECONDS), e);
        }
    }

    /** Reads to the end, so that the server never waits for a reader. */
    private static void read(Process process, CompletableFuture<Matcher> ready) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher);
                }
            }
            ready.completeExceptionally(new BenchException("It ended."));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static String end(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(it cannot be read: " + e + ")";
        }
    }
}
