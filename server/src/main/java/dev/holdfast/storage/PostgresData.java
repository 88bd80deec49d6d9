package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The data directory of the built-in Postgres, the password that it was made with, and who serves it. */
final class PostgresData {

    private static final String NAME = "holdfast";
    private static final int PASSWORD_BYTES = 24;
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String STARTING_OR_STOPPING = "57P03";
    private static final String CONNECTION_EXCEPTION = "08";

    private final Path directory;
    private final Path passwordFile;
    private final String password;

    private PostgresData(Path directory, Path passwordFile) throws IOException {
        this.directory = directory;
        this.passwordFile = passwordFile;
        this.password = Files.readString(passwordFile);
    }

    /** Finds the data or makes them, with the password stored first: data without it could never be opened again. */
    static PostgresData in(Path parent, PostgresPrograms programs) throws IOException {
        Path directory = parent.resolve("data");
        Path passwordFile = parent.resolve("password");
        if (!Files.exists(passwordFile)) {
            if (Files.exists(directory)) {
                throw new StartupException(
                        "The file %s is missing; without it the data beside it cannot be opened. Bring it back."
                                .formatted(passwordFile));
            }
            SecretFile.write(parent, "password", newPassword());
        }
        WholeDirectory.ensure(directory, making -> initialize(making, passwordFile, programs));
        return new PostgresData(directory, passwordFile);
    }

    Path directory() {
        return directory;
    }

    Optional<Postmaster> findPostmaster() throws IOException {
        return Postmaster.find(directory);
    }

    /**
     * The Postgres that still serves these data, once it answers; none if there is none, or it was about to stop. Then
     * nothing is left in the way of a new one.
     */
    Optional<Postmaster> awaitSurvivor(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<Postmaster> survivor = findPostmaster();
        while (survivor.isPresent() && !accepts(survivor.get())) {
            if (System.nanoTime() > deadline) {
                throw new StartupException(
                        ("A Postgres (process %d) from an earlier start serves %s and does not answer."
                                        + " End that process and start again.")
                                .formatted(survivor.get().pid(), directory));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            survivor = findPostmaster();
        }
        if (survivor.isEmpty()) {
            // Postgres would believe a stale file if its number is some other process's by now. Backends that outlived
            // their postmaster are still found without it, through their shared memory.
            Files.deleteIfExists(directory.resolve("postmaster.pid"));
        }
        return survivor;
    }

    DatabaseAddress address(Postmaster postmaster) {
        String url = "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(postmaster.port(), NAME);
        return new DatabaseAddress(url, NAME, password);
    }

    /** Creates our database unless it is there; so this also tells whether the password is right. */
    void ensureDatabase(DatabaseAddress address) {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found = statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
                exists = found.next();
            }
            if (!exists) {
                statement.execute("create database " + NAME);
            }
        } catch (SQLException failure) {
            throw unusable(failure);
        }
    }

    private boolean accepts(Postmaster postmaster) {
        try (Connection connection = connect(address(postmaster));
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show data_directory")) {
            return answer.next() && Path.of(answer.getString(1)).toRealPath().equals(directory.toRealPath());
        } catch (SQLException failure) {
            String state = String.valueOf(failure.getSQLState());
            if (state.equals(STARTING_OR_STOPPING) || state.startsWith(CONNECTION_EXCEPTION)) {
                return false;
            }
            throw unusable(failure);
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private StartupException unusable(Exception failure) {
        return new StartupException(
                "The built-in Postgres in %s cannot be used with the password in %s: %s"
                        .formatted(directory, passwordFile, failure.getMessage()),
                failure);
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        // The one database that is there from the beginning.
        String url = address.withDatabase("postgres").url();
        return DriverManager.getConnection(
                url + "&connectTimeout=5&socketTimeout=60", address.user(), address.password());
    }

    private static void initialize(Path making, Path passwordFile, PostgresPrograms programs) throws IOException {
        List<String> arguments = List.of(
                "--pgdata=" + making,
                "--username=" + NAME,
                "--pwfile=" + passwordFile,
                "--auth-host=scram-sha-256",
                "--auth-local=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
        if (!programs.run(INITDB_LIMIT, "initdb", arguments)) {
            throw new StartupException(
                    "The built-in Postgres could not make its data directory. Its log %s ends with:%n%s"
                            .formatted(programs.log(), programs.lastLines()));
        }
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
