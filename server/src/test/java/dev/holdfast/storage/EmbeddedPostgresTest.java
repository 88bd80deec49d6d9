package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {

    private static final int POOL_SIZE = 2;

    @TempDir
    private Path directory;

    private Path home = Path.of("");

    @BeforeEach
    void makeHome() throws IOException {
        home = TestHomes.in(directory);
    }

    @Test
    void aSecondStartKeepsTheData() {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(home);
                Database database = Database.open(first.address(), POOL_SIZE)) {
            database.sql().execute("create table kept (value text)");
            database.sql().execute("insert into kept values ('here')");
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(home);
                Database database = Database.open(second.address(), POOL_SIZE)) {
            assertThat(database.sql().fetchValue("select value from kept")).isEqualTo("here");
        }
    }

    @Test
    void aRunningOneIsTakenOverAndStoppedByWhoTookItOver() throws IOException {
        EmbeddedPostgres first = EmbeddedPostgres.start(home);
        long pid = Postmaster.find(TestHomes.data(home)).orElseThrow().pid();

        try (EmbeddedPostgres second = EmbeddedPostgres.start(home)) {
            assertThat(second.address()).isEqualTo(first.address());
            assertThat(Postmaster.find(TestHomes.data(home)).orElseThrow().pid())
                    .isEqualTo(pid);
        }

        assertThat(Postmaster.find(TestHomes.data(home))).isEmpty();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void itListensOnLoopbackOnlyAndItsFilesAreForTheOwner() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
                Database database = Database.open(postgres.address(), POOL_SIZE)) {
            assertThat(database.sql().fetchValue("show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(database.sql().fetchValue("show unix_socket_directories"))
                    .isEqualTo("");
            assertThat(database.sql().fetchValue("show data_checksums")).isEqualTo("on");
            assertThat(permissions(home.resolve("postgres.json"))).isEqualTo("rw-------");
            assertThat(permissions(home.resolve("postgres/password"))).isEqualTo("rw-------");
            assertThat(EmbeddedPostgres.findRunning(home)).contains(postgres.address());
        }
        assertThat(EmbeddedPostgres.findRunning(home)).isEmpty();
    }

    @Test
    void aWrongPasswordIsNeverAccepted() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            for (String database : List.of("holdfast", "postgres", "template1")) {
                DatabaseAddress address = postgres.address().withDatabase(database);
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> DriverManager.getConnection(address.url(), address.user(), "wrong")
                                .close())
                        .satisfies(refusal -> assertThat(refusal.getSQLState()).startsWith("28"));
            }
        }
    }

    @Test
    void onePostgresWithAnotherPasswordIsNotTakenOver() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            String right = postgres.address().password();
            SecretFile.write(home.resolve("postgres"), "password", "another");
            assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("postgres/password")
                    .hasMessageNotContaining(right);
        }
    }

    @Test
    void onePostgresThatWeStartedAndCannotUseIsNotLeftRunning() throws IOException {
        EmbeddedPostgres.start(home).close();
        SecretFile.write(home.resolve("postgres"), "password", "another");

        assertThatThrownBy(() -> EmbeddedPostgres.start(home)).isInstanceOf(StartupException.class);
        assertThat(Postmaster.find(TestHomes.data(home))).isEmpty();
    }

    @Test
    void dataWithoutTheirPasswordAreNotReplaced() throws IOException {
        EmbeddedPostgres.start(home).close();
        Files.delete(home.resolve("postgres/password"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("postgres/password is missing");
    }

    @Test
    void aStaleFileThatNamesALivingProcessIsNotBelieved() throws IOException {
        EmbeddedPostgres.start(home).close();
        Path data = TestHomes.data(home);
        // Not our own process: Postgres knows who started it and would not mistake us for another server.
        Process stranger = new ProcessBuilder("cat").start();
        Files.writeString(
                data.resolve("postmaster.pid"),
                "%d%n%s%n1%n5432%n%n127.0.0.1%n1 1%nready%n".formatted(stranger.pid(), data));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThat(postgres.address().place()).doesNotStartWith("127.0.0.1:5432/");
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void aStaleFileThatSaysNothingIsNoObstacle() throws IOException {
        EmbeddedPostgres.start(home).close();
        Files.writeString(TestHomes.data(home).resolve("postmaster.pid"), "");

        EmbeddedPostgres.start(home).close();
    }

    @Test
    void aHalfMadeDataDirectoryIsMadeAnew() throws IOException {
        Path half = Files.createDirectories(home.resolve("postgres/data.making-1/base"));
        Files.writeString(half.resolve("1"), "half");

        EmbeddedPostgres.start(home).close();

        assertThat(home.resolve("postgres/data.making-1")).doesNotExist();
    }

    @Test
    void whyItDidNotStartIsPartOfTheSentence() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, List.of("shared_buffers=many")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    @Test
    void aDatabaseThatCanLoseConfirmedWritesIsRefusedUnlessAllowed() {
        for (String setting : List.of("fsync", "full_page_writes")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, List.of(setting + "=off"))) {
                assertThatThrownBy(() -> Database.open(postgres.address(), POOL_SIZE))
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining(setting + "=off");
                try (Database allowed = Database.openUnsafe(postgres.address(), POOL_SIZE)) {
                    assertThat(allowed.answers()).isTrue();
                }
            }
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
