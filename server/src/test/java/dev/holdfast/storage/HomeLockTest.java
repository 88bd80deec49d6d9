package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between processes it is tested in {@link KilledServerTest}. */
final class HomeLockTest {

    @TempDir
    private Path directory;

    @Test
    void aSecondHolderIsRefusedUntilTheFirstLetsGo() {
        Path home = directory.resolve("home");
        HomeLock first = HomeLock.take(home);

        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid());

        first.close();
        HomeLock.take(home).close();
    }

    @Test
    void theHomeThatItMakesIsForItsOwnerOnly() throws IOException {
        Path home = directory.resolve("new/home");

        HomeLock.take(home).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void aHomeThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> HomeLock.take(file))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(file.toString());
    }
}
