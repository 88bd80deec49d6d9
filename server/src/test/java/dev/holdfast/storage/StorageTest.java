package dev.holdfast.storage;

import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path home;

    @Test
    void aConfiguredDatabaseIsUsedAndNoneIsStarted() {
        try (Storage storage = Storage.open(new StorageConfig(home, Optional.of(POSTGRES.address()), 2, false))) {
            assertThat(storage.database().sql().fetchCount(TENANTS)).isZero();
        }
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void whatWasOpenedBeforeAFailureIsClosed() {
        DatabaseAddress nowhere = new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "holdfast", "secret");

        assertThatThrownBy(() -> Storage.open(new StorageConfig(home, Optional.of(nowhere), 2, false)))
                .isInstanceOf(StartupException.class)
                .hasMessageNotContaining("secret");

        HomeLock.take(home).close();
    }

    @Test
    void aPoolOfNoUsefulSizeIsRefused() {
        assertThatThrownBy(() -> new StorageConfig(home, Optional.empty(), 0, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("between 2 and 500");
    }
}
