package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema of a database to what this server expects, however many servers start at once. */
public final class Migrations {

    private static final String LOCATION = "classpath:dev/holdfast/migrations";

    /** How often, once a second, a server asks whether another has finished migrating. */
    private static final int LOCK_ATTEMPTS = 600;

    private Migrations() {}

    public static void apply(DatabaseAddress address) {
        Flyway flyway = Flyway.configure()
                .dataSource(new PatientConnections(address))
                .locations(LOCATION)
                .failOnMissingLocations(true)
                // Flyway passes over migrations that it does not know, unless told to mind them.
                .ignoreMigrationPatterns(new String[0])
                .lockRetryCount(LOCK_ATTEMPTS)
                .load();
        try {
            refuseNewerSchema(flyway.info().all());
            flyway.migrate();
        } catch (FlywayException failure) {
            throw new StartupException(
                    "The schema of the database at %s could not be brought up to date: %s"
                            .formatted(address.place(), failure.getMessage()),
                    failure);
        }
    }

    private static void refuseNewerSchema(MigrationInfo[] migrations) {
        Arrays.stream(migrations)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .reduce((earlier, later) -> later)
                .ifPresent(newest -> {
                    throw new StartupException(("The database has schema version %s, which this server does not know: a"
                                    + " newer server has used it. Start that version or a newer one.")
                            .formatted(newest.getVersion()));
                });
    }

    /** A role or a database may bound its statements; rewriting a large table takes longer. */
    private static final class PatientConnections extends PGSimpleDataSource {

        private static final long serialVersionUID = 1;

        PatientConnections(DatabaseAddress address) {
            setUrl(address.url());
            setUser(address.user());
            setPassword(address.password());
            setApplicationName("holdfast migrations");
        }

        @Override
        public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            Connection connection = super.getConnection(user, password);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set statement_timeout = 0");
            }
            return connection;
        }
    }
}
