package dev.holdfast.testing;

import dev.holdfast.storage.Database;
import dev.holdfast.storage.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, migrated database for a test class, on the one Postgres of the test process:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestPostgres POSTGRES = new TestPostgres();
 * }</pre>
 *
 * <p>The database is dropped after the class. Outside of JUnit, {@link #open} and {@link #close} do the same.
 */
public final class TestPostgres implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    private static final int POOL_SIZE = 8;

    private @Nullable DatabaseAddress address;
    private @Nullable Database database;

    /** Creates the database at once. */
    public static TestPostgres open() {
        TestPostgres postgres = new TestPostgres();
        postgres.create();
        return postgres;
    }

    public Database database() {
        if (database == null) {
            throw new IllegalStateException("there is no database yet: register this as a static @RegisterExtension");
        }
        return database;
    }

    /** For tests that start a whole server, or a second pool. */
    public DatabaseAddress address() {
        if (address == null) {
            throw new IllegalStateException("there is no database yet: register this as a static @RegisterExtension");
        }
        return address;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        create();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        database().close();
        SharedPostgres.get().drop(address());
    }

    private void create() {
        address = SharedPostgres.get().createMigrated();
        database = Database.open(address, POOL_SIZE);
    }
}
