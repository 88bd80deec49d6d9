package dev.holdfast.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its users run it: a process of its own, started by the command line, which can be killed. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready http=(\\d+) grpc=(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int httpPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServerProcess(Process process, int httpPort) {
        this.process = process;
        this.httpPort = httpPort;
    }

    /** Starts {@code holdfast serve} on free ports and returns when it says that it is ready. */
    public static ServerProcess start(Path home) {
        return start(home, Map.of());
    }

    /** Likewise, with these variables in its environment. */
    public static ServerProcess start(Path home, Map<String, String> environment) {
        Process process = run(environment, "serve", "--home", home.toString(), "--http", "0", "--grpc", "0");
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    return new ServerProcess(process, Integer.parseInt(ready.group(1)));
                }
            }
            throw new IllegalStateException("the server ended before it was ready, with " + process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command of the command line; its standard error is the test's. */
    public static Process run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static Process run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holdfast.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the keys that the first start kept in the home. */
    public static String firstKey(Path home, String style) {
        try {
            Matcher key = Pattern.compile("\"" + style + "\":\"([^\"]+)\"")
                    .matcher(Files.readString(home.resolve("keys.json")));
            if (!key.find()) {
                throw new IllegalStateException("no key of the style " + style);
            }
            return key.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpResponse<String> send(String method, String path, String key) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a power cut or an out-of-memory killer does: no last words. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** What an operator does: asks it to stop, and waits. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
