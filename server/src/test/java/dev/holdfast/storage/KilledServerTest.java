package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The home of a server that was killed, at whatever moment, starts again with everything that was confirmed. */
final class KilledServerTest {

    @TempDir
    private Path directory;

    private Path home = Path.of("");

    @BeforeEach
    void makeHome() throws IOException {
        home = TestHomes.in(directory);
    }

    @Test
    void theNextServerTakesOverThePostgresThatOutlivedIt() throws Exception {
        Process server = StartingServer.start(home);
        StartingServer.awaitReady(server);
        long pid = Postmaster.find(TestHomes.data(home)).orElseThrow().pid();
        StartingServer.kill(server);

        try (Storage storage = Storage.open(StorageConfig.below(home))) {
            assertThat(storage.database().sql().fetchValue("select value from kept"))
                    .isEqualTo("here");
            assertThat(Postmaster.find(TestHomes.data(home)).orElseThrow().pid())
                    .isEqualTo(pid);
        }
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void itsHomeIsRefusedToOthersAsLongAsItLives() throws Exception {
        Process server = StartingServer.start(home);
        StartingServer.awaitReady(server);

        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(home.toRealPath().toString())
                .hasMessageContaining("process " + server.pid());

        StartingServer.kill(server);
        Storage.open(StorageConfig.below(home)).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "data.making-", "data", "data/postmaster.pid"})
    void killedDuringItsFirstStartItStartsTheNextTime(String reached) throws Exception {
        Process server = StartingServer.start(home);
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> exists(home.resolve("postgres"), reached));
        StartingServer.kill(server);

        try (Storage storage = Storage.open(StorageConfig.below(home))) {
            assertThat(storage.database().answers()).isTrue();
        }
    }

    private static boolean exists(Path directory, String prefix) {
        if (!prefix.endsWith("-")) {
            return Files.exists(directory.resolve(prefix));
        }
        try (var entries = Files.list(directory)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(prefix));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
