package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.EmbeddedPostgres;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageConfig;
import java.util.Optional;

/**
 * The database for a command that is not the server: the one of the server that runs on this home, if one does, else it
 * is opened, and started if need be, for as long as the command lasts.
 */
final class CommandStorage implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final Database database;
    private final Runnable closing;

    private CommandStorage(Database database, Runnable closing) {
        this.database = database;
        this.closing = closing;
    }

    static CommandStorage open(StorageConfig config) {
        Optional<DatabaseAddress> running = config.address().or(() -> EmbeddedPostgres.findRunning(config.home()));
        if (running.isPresent()) {
            try {
                Database database = Database.openUnsafe(running.get(), CONNECTIONS);
                return new CommandStorage(database, database::close);
            } catch (StartupException e) {
                if (config.address().isPresent()) {
                    throw e;
                }
                // The file is left over from a crash: nobody serves this home, so it can be opened.
            }
        }
        Storage storage = Storage.open(config);
        return new CommandStorage(storage.database(), storage::close);
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        closing.run();
    }
}
