package dev.holdfast.storage;

import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.StartupException;
import dev.holdfast.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MigrationsTest {

    private static final int SERVERS = 4;

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @Test
    void serversThatStartAtOnceAllSucceed() throws Exception {
        DatabaseAddress address = createDatabase("test_migrated_at_once");

        try (var servers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starting = new ArrayList<>();
            for (int server = 0; server < SERVERS; server++) {
                starting.add(servers.submit(() -> Migrations.apply(address)));
            }
            for (Future<?> one : starting) {
                one.get();
            }
        }
        try (Database database = Database.open(address, 2)) {
            assertThat(database.sql().fetchCount(TENANTS)).isZero();
        }
        drop(address);
    }

    @Test
    void aSchemaThatIsNewerThanTheServerIsRefused() {
        DatabaseAddress address = createDatabase("test_migrated_by_a_newer_one");
        Migrations.apply(address);
        try (Database database = Database.open(address, 2)) {
            database.sql()
                    .execute("insert into flyway_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success)"
                            + " values (1000, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, true)");
        }

        assertThatThrownBy(() -> Migrations.apply(address))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("schema version 999");
        drop(address);
    }

    @Test
    void aTimeoutOfTheDatabaseDoesNotEndAMigration() throws Exception {
        DatabaseAddress address = createDatabase("test_migrated_slowly");
        Migrations.apply(address);
        POSTGRES.database().sql().execute("alter database {0} set statement_timeout = 100", DSL.name(name(address)));

        try (Database database = Database.open(address, 2);
                var servers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = database.transaction(sql -> {
                sql.execute("lock table flyway_schema_history");
                Future<?> migration = servers.submit(() -> Migrations.apply(address));
                await().atMost(Duration.ofSeconds(4)).until(() -> hasWaitedLongerThanTheTimeout(database));
                return migration;
            });
            slow.get();
        }
        drop(address);
    }

    private static boolean hasWaitedLongerThanTheTimeout(Database database) {
        return database.sql()
                        .fetchCount(DSL.select()
                                .from("pg_stat_activity")
                                .where("datname = current_database() and wait_event_type = 'Lock'")
                                .and("clock_timestamp() - query_start > interval '300 ms'"))
                > 0;
    }

    /** Under a name that the next run drops if this one could not. */
    private static DatabaseAddress createDatabase(String name) {
        POSTGRES.database().sql().execute("create database {0}", DSL.name(name));
        return POSTGRES.address().withDatabase(name);
    }

    private static void drop(DatabaseAddress address) {
        POSTGRES.database().sql().execute("drop database {0} with (force)", DSL.name(name(address)));
    }

    private static String name(DatabaseAddress address) {
        return address.place().substring(address.place().indexOf('/') + 1);
    }
}
