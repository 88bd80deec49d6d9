package dev.holdfast.storage;

import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Runs against a server of somebody else's making, named by a URL whose user may create databases. */
@EnabledIfEnvironmentVariable(named = ExternalPostgresTest.VARIABLE, matches = ".+")
final class ExternalPostgresTest {

    static final String VARIABLE = "HOLDFAST_TEST_DATABASE_URL";

    @Test
    void migrationsAndTransactionsWorkOnIt() {
        DatabaseAddress given = DatabaseAddress.parse(System.getenv(VARIABLE));
        String name = "holdfast_test_" + ProcessHandle.current().pid();
        try (Database maintenance = Database.open(given, 2)) {
            maintenance.sql().execute("create database {0}", DSL.name(name));
            try {
                use(given.withDatabase(name));
            } finally {
                maintenance.sql().execute("drop database {0}", DSL.name(name));
            }
        }
    }

    private static void use(DatabaseAddress address) {
        Migrations.apply(address);
        Migrations.apply(address);
        try (Database database = Database.open(address, 2)) {
            assertThat(database.answers()).isTrue();
            int tenants = database.transaction(sql -> sql.fetchCount(TENANTS));
            assertThat(tenants).isZero();
        }
    }
}
