package dev.holdfast.storage;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Everything that must be there before the rest of the server starts: the home is ours, a database runs, its schema is
 * current, the pool is open. Closing takes it down in reverse order.
 */
public final class Storage implements AutoCloseable {

    private final Database database;
    private final Deque<Runnable> closings;

    private Storage(Database database, Deque<Runnable> closings) {
        this.database = database;
        this.closings = closings;
    }

    public static Storage open(StorageConfig config) {
        Deque<Runnable> closings = new ArrayDeque<>();
        boolean complete = false;
        try {
            HomeLock lock = HomeLock.take(config.home());
            closings.push(lock::close);
            DatabaseAddress address = config.address().orElseGet(() -> {
                EmbeddedPostgres postgres = EmbeddedPostgres.start(config.home());
                closings.push(postgres::close);
                return postgres.address();
            });
            Migrations.apply(address);
            Database database = config.unsafeAllowed()
                    ? Database.openUnsafe(address, config.poolSize())
                    : Database.open(address, config.poolSize());
            closings.push(database::close);
            complete = true;
            return new Storage(database, closings);
        } finally {
            if (!complete) {
                closings.forEach(Runnable::run);
            }
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
    }
}
