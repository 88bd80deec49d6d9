package dev.holdfast.testing;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
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
    private final ManagedChannel channel;

    private ServerProcess(Process process, int httpPort, int grpcPort) {
        this.process = process;
        this.httpPort = httpPort;
        this.channel = Grpc.newChannelBuilder("127.0.0.1:" + grpcPort, InsecureChannelCredentials.create())
                .build();
    }

    /** Starts {@code holdfast serve} on free ports and returns when it says that it is ready. */
    public static ServerProcess start(Path home) {
        return start(home, Map.of());
    }

    /** Likewise, with these variables in its environment. */
    public static ServerProcess start(Path home, Map<String, String> environment) {
        return ready(run(
                "dev.holdfast.cli.Main",
                environment,
                "serve",
                "--home",
                home.toString(),
                "--http",
                "0",
                "--grpc",
                "0"));
    }

    /** Likewise, with tools that note their effects; see {@link EffectTool}. */
    public static ServerProcess scripted(Path home, Map<String, String> environment) {
        return ready(run(
                "dev.holdfast.cli.ScriptedServer",
                environment,
                "--home",
                home.toString(),
                "--http",
                "0",
                "--grpc",
                "0"));
    }

    private static ServerProcess ready(Process process) {
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    return new ServerProcess(
                            process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
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
        return run("dev.holdfast.cli.Main", Map.of(), arguments);
    }

    private static Process run(String main, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Servers of tests live for seconds: they start in half the time so.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(Arrays.asList(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            // A test that is broken off leaves no server behind.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
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
        HttpRequest request = HttpRequest.newBuilder(url(path))
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

    /** Sends a body, to a server that is there. */
    public HttpResponse<String> send(String method, String path, String key, String body) {
        try {
            return http.send(request(method, path, key, body).timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream of events after one of them. */
    public EventStream open(String method, String path, String body, String key, String lastEventId) {
        HttpRequest request = request(method, path, key, body)
                .header("Last-Event-ID", lastEventId)
                .build();
        try {
            return new EventStream(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String method, String path, String key, String body) {
        return HttpRequest.newBuilder(url(path))
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    /** A plaintext channel to the gRPC port. */
    public ManagedChannel channel() {
        return channel;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public long pid() {
        return process.pid();
    }

    /** What a stalled virtual machine does: it stands still, and does not know. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("The signal " + name + " was not sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        } finally {
            channel.shutdownNow();
        }
    }
}
