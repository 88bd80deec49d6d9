package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Homes for tests of the built-in Postgres, which share one unpacked copy of its programs to be quick. */
final class TestHomes {

    private static final Path SHARED = Path.of("target", "test-postgres", "postgres");

    private TestHomes() {}

    static Path in(Path directory) throws IOException {
        Path binaries = PostgresBinaries.in(SHARED.toAbsolutePath());
        Path home = directory.resolve("home");
        Path postgres = Files.createDirectories(home.resolve("postgres"));
        Files.createSymbolicLink(postgres.resolve(binaries.getFileName()), binaries);
        return home;
    }

    static Path data(Path home) {
        return home.resolve("postgres").resolve("data");
    }
}
