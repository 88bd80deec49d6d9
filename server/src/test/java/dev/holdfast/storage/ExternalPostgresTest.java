package dev.holdfast.storage;

import static dev.holdfast.storage.schema.Tables.TENANTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a server of somebody else's making, named by a URL whose user may create databases. */
@EnabledIfEnvironmentVariable(named = ExternalPostgresTest.VARIABLE, matches = ".+")
final class ExternalPostgresTest {

    private static final String KEY = "cnc_key_abc123";

    static final String VARIABLE = "HOLDFAST_TEST_DATABASE_URL";

    @Test
    void migrationsAndTransactionsWorkOnIt() {
        onADatabaseOfItsOwn(ExternalPostgresTest::use);
    }

    @Test
    void aServerServesFromItAndKeepsWhatItIsTold(@TempDir Path home) {
        onADatabaseOfItsOwn(address -> {
            Map<String, String> environment =
                    Map.of("DATABASE_URL", withCredentials(address), "HOLDFAST_BOOTSTRAP_KEYS", KEY);
            String created;
            try (ServerProcess server = ServerProcess.start(home, environment)) {
                created = send(server, "POST", "/v1/sessions");
            }
            try (ServerProcess server = ServerProcess.start(home, environment)) {
                Matcher id = Pattern.compile("ses_[0-9a-z]{26}").matcher(created);
                assertThat(id.find()).isTrue();
                assertThat(JsonDocument.parse(send(server, "GET", "/v1/sessions/" + id.group())))
                        .isEqualTo(JsonDocument.parse(created));
            }
        });
    }

    private static String send(ServerProcess server, String method, String path) {
        try {
            return server.send(method, path, KEY).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withCredentials(DatabaseAddress address) {
        return address.url() + (address.url().contains("?") ? "&" : "?")
                + "user=" + URLEncoder.encode(address.user(), UTF_8)
                + "&password=" + URLEncoder.encode(address.password(), UTF_8);
    }

    private static void onADatabaseOfItsOwn(Consumer<DatabaseAddress> test) {
        DatabaseAddress given = DatabaseAddress.parse(System.getenv(VARIABLE));
        String name = "holdfast_test_" + ProcessHandle.current().pid();
        try (Database maintenance = Database.open(given, 2)) {
            maintenance.sql().execute("create database {0}", DSL.name(name));
            try {
                test.accept(given.withDatabase(name));
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
