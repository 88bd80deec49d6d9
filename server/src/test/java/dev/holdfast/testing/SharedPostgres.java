package dev.holdfast.testing;

import dev.holdfast.storage.Database;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.EmbeddedPostgres;
import dev.holdfast.storage.HomeLock;
import dev.holdfast.storage.Migrations;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;

/**
 * The one Postgres of this test process. Its home is kept from run to run, which saves unpacking and making it; what
 * an earlier run left in it is dropped.
 */
final class SharedPostgres {

    private static final String PREFIX = "test_";
    private static final String TEMPLATE = PREFIX + "template";
    private static final SharedPostgres INSTANCE = start();

    private final DatabaseAddress maintenance;
    private final Database database;
    private final AtomicInteger count = new AtomicInteger();

    private SharedPostgres(DatabaseAddress maintenance, Database database) {
        this.maintenance = maintenance;
        this.database = database;
    }

    static SharedPostgres get() {
        return INSTANCE;
    }

    DatabaseAddress createMigrated() {
        String name = PREFIX + count.incrementAndGet();
        database.sql().execute("create database {0} template {1}", DSL.name(name), DSL.name(TEMPLATE));
        return maintenance.withDatabase(name);
    }

    void drop(DatabaseAddress address) {
        String place = address.place();
        drop(place.substring(place.indexOf('/') + 1));
    }

    private void drop(String name) {
        database.sql().execute("drop database {0} with (force)", DSL.name(name));
    }

    private void prepare() {
        database.sql()
                .select(DSL.field("datname", String.class))
                .from("pg_database")
                .where("starts_with(datname, {0})", DSL.inline(PREFIX))
                .fetch(DSL.field("datname", String.class))
                .forEach(this::drop);
        database.sql().execute("create database {0}", DSL.name(TEMPLATE));
        Migrations.apply(maintenance.withDatabase(TEMPLATE));
    }

    private static SharedPostgres start() {
        Path home = Path.of("target", "test-postgres").toAbsolutePath();
        HomeLock lock = HomeLock.take(home);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
        Database database = Database.open(postgres.address(), 2);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            database.close();
            postgres.close();
            lock.close();
        }));
        SharedPostgres shared = new SharedPostgres(postgres.address(), database);
        shared.prepare();
        return shared;
    }
}
