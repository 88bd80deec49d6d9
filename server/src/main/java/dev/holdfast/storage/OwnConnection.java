package dev.holdfast.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A connection for one thread that must not wait for others at the pool. It is opened when it is first used, and anew
 * when it is used after it was dropped.
 */
public final class OwnConnection implements AutoCloseable {

    private final DatabaseAddress address;
    private final Properties properties;
    private final String settings;
    private @Nullable Connection connection;

    OwnConnection(DatabaseAddress address, Properties properties, String settings) {
        this.address = address;
        this.properties = properties;
        this.settings = settings;
    }

    public Connection jdbc() throws SQLException {
        if (connection == null) {
            connection = open();
        }
        return connection;
    }

    /** Statements on it. Failures to connect, too, are named as a {@link Database} does. */
    public DSLContext sql() {
        try {
            return Database.dsl(jdbc());
        } catch (SQLException failure) {
            throw Outage.named(new DataAccessException("no connection", failure));
        }
    }

    /** Gives up a connection that failed, without waiting for anybody's answer. */
    public void drop() {
        Optional.ofNullable(connection).ifPresent(failed -> {
            try {
                failed.abort(Runnable::run);
            } catch (SQLException alreadyGone) {
                // It was to go, and it is gone.
            }
        });
        connection = null;
    }

    @Override
    public void close() {
        drop();
    }

    private Connection open() throws SQLException {
        Connection opened = DriverManager.getConnection(address.url(), properties);
        try (var statement = opened.createStatement()) {
            statement.execute(settings);
        } catch (SQLException failure) {
            opened.close();
            throw failure;
        }
        return opened;
    }
}
