package dev.holdfast.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built server as a process, on free ports, with a home of its own and the Postgres that it brings. */
final class OwnServer implements AutoCloseable {

    private static final String JAR = "server/target/holdfast-server.jar";
    private static final Pattern READY = Pattern.compile("(?m)^ready http=(?<http>\\d+) grpc=(?<grpc>\\d+)$");

    private final Path root;
    private final Path home;
    private final Program program;
    private final Matcher ready;

    private OwnServer(Path root, Path home, Program program, Matcher ready) {
        this.root = root;
        this.home = home;
        this.program = program;
        this.ready = ready;
    }

    /**
     * Returns when it is ready.
     *
     * @param root the project's directory, in which it was built
     * @param scratch where its home and logs go
     */
    static OwnServer start(Path root, Path scratch) {
        if (!Files.isRegularFile(root.resolve(JAR))) {
            throw new ConformanceException(
                    root.resolve(JAR) + " is not there. `./holdfast test -pl server -am` builds it.");
        }
        Path home = scratch.resolve("home");
        Path settings = scratch.resolve("settings.yaml");
        write(settings, "workspace:\n  max_sessions: 400\n");
        Program program = Program.start(
                "the server",
                root,
                scratch.resolve("server.log"),
                command(
                        "serve",
                        home,
                        "--config",
                        settings.toString(),
                        "--host",
                        "127.0.0.1",
                        "--http",
                        "0",
                        "--grpc",
                        "0"));
        Matcher ready =
                program.await(() -> Optional.of(READY.matcher(program.log())).filter(Matcher::find));
        return new OwnServer(root, home, program, ready);
    }

    int httpPort() {
        return Integer.parseInt(ready.group("http"));
    }

    int grpcPort() {
        return Integer.parseInt(ready.group("grpc"));
    }

    Door door() {
        return new Door("edge", URI.create("http://127.0.0.1:" + httpPort()));
    }

    /** The keys of the first start, and one of another tenant, who is made. */
    Callers callers() {
        Map<String, String> keys = new HashMap<>(Callers.keys(home.resolve("keys.json")));
        Matcher secret =
                Pattern.compile("(?m)^hf_[A-Za-z0-9]+$").matcher(output("keys", "create", "--tenant", "stranger"));
        if (!secret.find()) {
            throw new ConformanceException("`keys create` printed no key.");
        }
        keys.put("stranger", secret.group());
        return new Callers(keys);
    }

    /** What `verify` says of the database, if it is not content. */
    List<String> findings() {
        Path log = home.resolveSibling("verify.log");
        Program verify = Program.start("verify", root, log, command("verify", home));
        return verify.exit() == 0 ? List.of() : verify.log().lines().toList();
    }

    /** Asks it to stop, and waits. */
    void stop() {
        program.close();
    }

    @Override
    public void close() {
        stop();
    }

    private String output(String... arguments) {
        Path log = home.resolveSibling("command.log");
        List<String> words = new ArrayList<>(command(arguments[0], home));
        words.addAll(words.indexOf(arguments[0]) + 1, Arrays.asList(arguments).subList(1, arguments.length));
        Program command = Program.start(String.join(" ", arguments), root, log, words);
        if (command.exit() != 0) {
            throw new ConformanceException(String.join(" ", arguments) + " failed: " + command.log());
        }
        return command.log();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String name, Path home, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                JAR,
                name,
                "--home",
                home.toString()));
        command.addAll(Arrays.asList(options));
        return command;
    }
}
