package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Postgres that serves a home when no database is configured.
 *
 * <p>It is a process of its own and outlives a crash of the server, in which case the next start takes it over. It
 * listens on the loopback address only and asks for a password that only the owner of the home can read. Whoever calls
 * {@link #start} holds the {@link HomeLock}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Long, since after a crash Postgres first replays what it had confirmed. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    /** How many free ports are tried before giving up; another program may take one just before we do. */
    private static final int PORT_ATTEMPTS = 3;

    /** Given on the command line, where no configuration file overrides them. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=''",
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "log_checkpoints=off",
            // Room for the largest pool and for the command line tools beside it.
            "max_connections=" + (StorageConfig.MAX_POOL_SIZE + 20),
            // A failed statement may hold what a person wrote; the log is for operators.
            "log_min_error_statement=panic");

    private final Path home;
    private final PostgresData data;
    private final PostgresPrograms programs;
    private final DatabaseAddress address;

    private EmbeddedPostgres(Path home, PostgresData data, PostgresPrograms programs) throws IOException {
        this.home = home;
        this.data = data;
        this.programs = programs;
        this.address = data.address(data.findPostmaster()
                .orElseThrow(
                        () -> new StartupException("The built-in Postgres stopped at once. Its log %s ends with:%n%s"
                                .formatted(programs.log(), programs.lastLines()))));
    }

    /** Starts it, or takes over the one that a crash of the server left running. */
    public static EmbeddedPostgres start(Path home) {
        return start(home, List.of());
    }

    /** As {@link #start(Path)}; the settings win over ours. */
    static EmbeddedPostgres start(Path home, List<String> settings) {
        Path absolute = home.toAbsolutePath().normalize();
        Path directory = absolute.resolve("postgres");
        try {
            Files.createDirectories(directory);
            PostgresPrograms programs =
                    PostgresPrograms.of(PostgresBinaries.in(directory), directory.resolve("postgres.log"));
            PostgresData data = PostgresData.in(directory, programs);
            if (data.awaitSurvivor(START_LIMIT).isPresent()) {
                LOG.info("postgres of an earlier start taken over");
                return new EmbeddedPostgres(absolute, data, programs).ready();
            }
            launch(data, programs, settings);
            LOG.info("postgres started");
            return new EmbeddedPostgres(absolute, data, programs).readyOrStopped();
        } catch (IOException failure) {
            throw new StartupException(
                    "The built-in Postgres could not be set up in %s: %s".formatted(directory, failure), failure);
        }
    }

    /** The one that a server runs on this home at the moment, as far as its file says; it need not answer. */
    public static Optional<DatabaseAddress> findRunning(Path home) {
        return RunningPostgres.read(home);
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Stops it: open transactions are rolled back, everything committed is on disk when this returns. */
    @Override
    public void close() {
        try {
            RunningPostgres.delete(home);
            if (!stop()) {
                LOG.warn("postgres did not stop within {}; see {}", STOP_LIMIT, programs.log());
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the built-in Postgres could not be stopped", failure);
        }
    }

    private EmbeddedPostgres ready() throws IOException {
        data.ensureDatabase(address);
        RunningPostgres.write(home, address);
        return this;
    }

    /** What we have started ourselves and cannot use is not left running. */
    private EmbeddedPostgres readyOrStopped() throws IOException {
        boolean ready = false;
        try {
            ready();
            ready = true;
            return this;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private boolean stop() throws IOException {
        return data.findPostmaster().isEmpty()
                || programs.run(
                        STOP_LIMIT.plusSeconds(5),
                        "pg_ctl",
                        List.of(
                                "stop",
                                "--silent",
                                "--wait",
                                "--mode=fast",
                                "--timeout=" + STOP_LIMIT.toSeconds(),
                                "--pgdata=" + data.directory()));
    }

    /** Through pg_ctl, which puts it into a session of its own, out of reach of an interrupt key. */
    private static void launch(PostgresData data, PostgresPrograms programs, List<String> settings) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            List<String> arguments = List.of(
                    "start",
                    "--silent",
                    "--wait",
                    "--timeout=" + START_LIMIT.toSeconds(),
                    "--pgdata=" + data.directory(),
                    "--log=" + programs.log(),
                    "--options=" + options(port, settings));
            if (programs.run(START_LIMIT.plusSeconds(5), "pg_ctl", arguments)) {
                return;
            }
            String explanation = programs.lastLines();
            if (attempt == PORT_ATTEMPTS || !explanation.contains("Address already in use")) {
                throw new StartupException("The built-in Postgres did not start. Its log %s ends with:%n%s"
                        .formatted(programs.log(), explanation));
            }
        }
    }

    private static String options(int port, List<String> settings) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.add("port=" + port);
        all.addAll(settings);
        return "-c " + String.join(" -c ", all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
