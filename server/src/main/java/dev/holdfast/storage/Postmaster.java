package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process of Postgres that serves a data directory, found through the file that it keeps there. */
record Postmaster(long pid, int port) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /**
     * The one that serves this directory now. The file outlives a crash and its number may by then belong to any
     * process, so the process must be alive and work in the directory itself, as Postgres does.
     */
    static Optional<Postmaster> find(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        if (lines.size() <= PORT_LINE
                || !isNumber(lines.get(PID_LINE))
                || !isNumber(lines.get(PORT_LINE).strip())) {
            return Optional.empty();
        }
        Postmaster named = new Postmaster(
                Long.parseLong(lines.get(PID_LINE)),
                Integer.parseInt(lines.get(PORT_LINE).strip()));
        return named.worksIn(data) ? Optional.of(named) : Optional.empty();
    }

    private boolean worksIn(Path data) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            // Read as links: an upgrade may have removed the program that the process still runs.
            Path program = Files.readSymbolicLink(process.resolve("exe"));
            return program.getFileName().toString().startsWith("postgres")
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(data.toRealPath());
        } catch (NoSuchFileException | AccessDeniedException notOurs) {
            return false;
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }
}
