package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the data are and how many connections reach them.
 *
 * @param home the directory of everything that this server keeps outside a database
 * @param address the database; a Postgres is started below {@code home} when there is none
 * @param poolSize how many statements and transactions may run at once; more wait, and after five seconds fail
 * @param unsafeAllowed whether a database may be used that can lose confirmed writes in a crash of its machine
 */
public record StorageConfig(Path home, Optional<DatabaseAddress> address, int poolSize, boolean unsafeAllowed) {

    public static final int DEFAULT_POOL_SIZE = 16;
    static final int MAX_POOL_SIZE = 500;
    private static final int MIN_POOL_SIZE = 2;

    public StorageConfig {
        home = home.toAbsolutePath().normalize();
        if (poolSize < MIN_POOL_SIZE || poolSize > MAX_POOL_SIZE) {
            throw new StartupException("The size of the database pool is %d; it must be between %d and %d."
                    .formatted(poolSize, MIN_POOL_SIZE, MAX_POOL_SIZE));
        }
    }

    /** A Postgres of our own below this home, with the defaults. */
    public static StorageConfig below(Path home) {
        return new StorageConfig(home, Optional.empty(), DEFAULT_POOL_SIZE, false);
    }
}
