package dev.holdfast.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A Postgres of a test's own that is stopped hard and comes back at the same place. */
public final class RestartablePostgres implements AutoCloseable {

    private static final int POOL_SIZE = 2;

    private final Path home;
    private final Postmaster first;
    private final DatabaseAddress address;
    private EmbeddedPostgres postgres;

    private RestartablePostgres(Path home, EmbeddedPostgres postgres) throws IOException {
        this.home = home;
        this.postgres = postgres;
        this.address = postgres.address();
        this.first = running();
    }

    public static RestartablePostgres start(Path directory) {
        try {
            Path home = TestHomes.in(directory);
            return new RestartablePostgres(home, EmbeddedPostgres.start(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /** A pool for the test itself. */
    public Database open() {
        return Database.open(address, POOL_SIZE);
    }

    /** What a failing machine does: open transactions are lost, nothing is said to anybody. */
    public void stopHard() {
        try {
            ProcessHandle process = ProcessHandle.of(running().pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void startAgain() {
        postgres = EmbeddedPostgres.start(home, List.of("port=" + first.port()));
    }

    private Postmaster running() throws IOException {
        return Postmaster.find(TestHomes.data(home)).orElseThrow();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
