package dev.holdfast.bench;

import dev.holdfast.storage.DatabaseAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where a run took place, in the lines that stand above its figures. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long KIB_PER_GIB = 1024L * 1024;
    private static final int GIT_SECONDS = 10;

    private Machine() {}

    static String describe(Path home, DatabaseAddress database, Optional<PgbenchProgram> pgbench, String command) {
        return """
            machine   %d cores, %s; %s of memory; Linux %s; data on %s; load before the run %.1f
            java      %s
            postgres  %s, fsync %s, full_page_writes %s, synchronous_commit %s; pgbench %s
            commit    %s
            date      %s
            command   %s
            """.formatted(
                        Runtime.getRuntime().availableProcessors(),
                        field(PROCESSORS, "model name"),
                        memory(),
                        System.getProperty("os.version"),
                        disk(home),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.version(),
                        FloorDatabase.setting(database, "server_version"),
                        FloorDatabase.setting(database, "fsync"),
                        FloorDatabase.setting(database, "full_page_writes"),
                        FloorDatabase.setting(database, "synchronous_commit"),
                        pgbench.map(PgbenchProgram::version).orElse("not found"),
                        commit(),
                        Instant.now().truncatedTo(ChronoUnit.MINUTES),
                        command);
    }

    private static String memory() {
        String kibibytes = field(MEMORY, "MemTotal").replaceAll("\\D", "");
        return kibibytes.isEmpty() ? "unknown" : Math.round(Double.parseDouble(kibibytes) / KIB_PER_GIB) + " GiB";
    }

    private static String disk(Path home) {
        try {
            return Files.getFileStore(home).type();
        } catch (IOException e) {
            throw new BenchException("The home's file system cannot be told", e);
        }
    }

    /** A field of a file of the kernel's; such a file may lack it, or be absent on another system. */
    private static String field(Path file, String name) {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new BenchException("The file " + file + " cannot be read", e);
        }
    }

    private static String commit() {
        String changes = git("status", "--porcelain").isEmpty() ? "" : ", with changes";
        return git("rev-parse", "--short", "HEAD") + changes;
    }

    private static String git(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(GIT_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? printed : "unknown";
        } catch (IOException absent) {
            return "unknown";
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts the bench", e);
        }
    }
}
