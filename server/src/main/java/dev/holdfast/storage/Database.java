package dev.holdfast.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.error.StartupException;
import java.sql.Connection;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Statements and transactions on a bounded pool of connections.
 *
 * <p>A database that does not answer comes out of both as {@link Reason#DATABASE_UNAVAILABLE}. After that, a statement
 * or a transaction may still have been committed, since the connection can be lost between the commit and its
 * confirmation: whoever repeats it must be able to tell.
 */
public final class Database implements AutoCloseable {

    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POOL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);

    /** One attempt: whoever starts the server with a wrong address wants to know at once. */
    private static final Duration OPENING_TIMEOUT = Duration.ofMillis(1);

    /** Longer than any statement may take, so that it ends only connections on which nobody answers any more. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(15);

    static {
        // Read once, when jOOQ's first class loads; it would print a logo and a tip of the day.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    /** Sent as statements and not as start-up options, which poolers in front of a database refuse. */
    private static final String SESSION_SETTINGS =
            "set statement_timeout = %d; set idle_in_transaction_session_timeout = %d; %s"
                    .formatted(
                            STATEMENT_TIMEOUT.toMillis(),
                            IDLE_TRANSACTION_TIMEOUT.toMillis(),
                            "set synchronous_commit = on");

    /** A plan that was made while a table was empty must not scan it when it is large. */
    private static final String PLANNED_SETTINGS = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off";

    private final DatabaseAddress address;
    private final HikariDataSource pool;
    private final DSLContext sql;

    private Database(DatabaseAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
        DefaultConfiguration configuration = configuration();
        configuration.setDataSource(pool);
        this.sql = DSL.using(configuration);
    }

    /** Opens a pool, unless the database can lose in a crash what it has confirmed. */
    public static Database open(DatabaseAddress address, int poolSize) {
        Database database = openUnsafe(address, poolSize);
        try {
            database.requireDurableSettings();
            return database;
        } catch (StartupException | HoldfastException refused) {
            database.close();
            throw refused;
        }
    }

    /** Opens a pool and does not ask what the database does in a crash. */
    public static Database openUnsafe(DatabaseAddress address, int poolSize) {
        try {
            return new Database(address, new HikariDataSource(settings(address, poolSize)));
        } catch (PoolInitializationException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new StartupException(
                    "The database at %s cannot be used: %s".formatted(address.place(), cause.getMessage()), failure);
        }
    }

    /**
     * For single statements, each of which is a transaction of its own. Inside {@link #transaction} it is not part of
     * the transaction.
     */
    public DSLContext sql() {
        return sql;
    }

    /**
     * Runs the work in one transaction on one connection and commits when it returns. Whatever it throws rolls back
     * and comes out as itself.
     */
    public <T extends @Nullable Object> T transaction(Function<DSLContext, T> work) {
        try {
            return sql.transactionResult(configuration -> work.apply(configuration.dsl()));
        } catch (DataAccessException failure) {
            throw Outage.named(failure);
        }
    }

    /** Reads in one picture of the database, whatever is written meanwhile. */
    public <T extends @Nullable Object> T snapshot(Function<DSLContext, T> reading) {
        return transaction(transaction -> {
            transaction.execute("set transaction isolation level repeatable read, read only");
            return reading.apply(transaction);
        });
    }

    /**
     * A connection outside the pool, with the same settings.
     *
     * @param patience how long an answer may take before the connection counts as lost
     */
    public OwnConnection ownConnection(Duration patience) {
        return ownConnection(patience, SESSION_SETTINGS);
    }

    /**
     * A connection outside the pool for few statements that are run again and again and find their rows by an index. Each is
     * planned once, and for as many rows as may come: planning one anew took longer than running it.
     */
    public OwnConnection plannedConnection(Duration patience) {
        return ownConnection(patience, SESSION_SETTINGS + "; " + PLANNED_SETTINGS);
    }

    private OwnConnection ownConnection(Duration patience, String settings) {
        Properties properties = properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        return new OwnConnection(address, properties, settings);
    }

    /** Statements on a connection that the caller keeps. */
    static DSLContext dsl(Connection connection) {
        DefaultConfiguration configuration = configuration();
        configuration.setConnection(connection);
        return DSL.using(configuration);
    }

    private static DefaultConfiguration configuration() {
        DefaultConfiguration configuration = new DefaultConfiguration();
        configuration.setSQLDialect(SQLDialect.POSTGRES);
        configuration.setExecuteListener(Outage.LISTENER);
        return configuration;
    }

    /** Whether a statement gets through just now. */
    public boolean answers() {
        try {
            sql.selectOne().fetch();
            return true;
        } catch (HoldfastException failure) {
            if (failure.reason() == Reason.DATABASE_UNAVAILABLE) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig settings(DatabaseAddress address, int poolSize) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("holdfast");
        settings.setJdbcUrl(address.url());
        settings.setUsername(address.user());
        settings.setPassword(address.password());
        settings.setMaximumPoolSize(poolSize);
        settings.setConnectionTimeout(POOL_TIMEOUT.toMillis());
        settings.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        settings.setInitializationFailTimeout(OPENING_TIMEOUT.toMillis());
        settings.setDataSourceProperties(properties());
        settings.setConnectionInitSql(SESSION_SETTINGS);
        return settings;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "holdfast");
        properties.setProperty("tcpKeepAlive", "true");
        // The detail of an error quotes the row that it is about, and rows hold what people wrote.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        return properties;
    }

    private void requireDurableSettings() {
        // A database that is no Postgres underneath may lack these settings; it answers null and is believed.
        Record2<String, String> found =
                sql.select(setting("fsync"), setting("full_page_writes")).fetchSingle();
        requireOn("fsync", found.value1());
        requireOn("full_page_writes", found.value2());
    }

    private static Field<String> setting(String name) {
        return DSL.function("current_setting", String.class, DSL.inline(name), DSL.inline(true));
    }

    private static void requireOn(String setting, @Nullable String value) {
        if ("off".equals(value)) {
            throw new StartupException(("The database runs with %s=off, so that a crash of its machine can take back or"
                            + " corrupt what was confirmed. Switch it on, or allow an unsafe database explicitly.")
                    .formatted(setting));
        }
    }
}
