package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a server, measures it against its floors, prints the figures and takes everything down again. */
@Command(
        name = "bench/run",
        description = "Measure a server of its own as ratios to floors of the same run.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final int MAX_SECONDS = 600;
    private static final String RECORDING = "server.jfr";

    @Option(names = "--seconds", paramLabel = "N", description = "The length of a round (default 1).")
    int seconds = 1;

    @Option(names = "--only", paramLabel = "PART", description = "One part: ${COMPLETION-CANDIDATES}.")
    @Nullable
    Part only;

    @Option(
            names = "--profile",
            description = "Also record the server and print where its time goes. The recording costs some of it.")
    boolean profile;

    private final Timeline timeline = new Timeline();

    enum Part {
        UNARY,
        CREATE,
        APPEND,
        TURNS,
        OPENING,
        FRAMES,
        MEMORY,
        MODELS
    }

    private Bench() {}

    public static void main(String[] arguments) {
        Bench bench = new Bench();
        int status = new CommandLine(bench)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Bench::explain)
                .execute(arguments);
        System.exit(status);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof BenchException known) {
            command.getErr().println("bench: " + known.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new BenchException("--seconds is %d; it must be from 1 to %d.".formatted(seconds, MAX_SECONDS));
        }
        Path home = Path.of("bench", "target", "home-" + ProcessHandle.current().pid())
                .toAbsolutePath();
        try {
            String options = profile ? HotSpots.JVM_OPTIONS.formatted(RECORDING) : "";
            try (ServerProcess server = ServerProcess.start(home, options);
                    GrpcDoor grpc = new GrpcDoor(ServerProcess.HOST, server.grpcPort(), server.key("native"))) {
                measure(server, grpc, home);
            }
            if (profile) {
                System.out.println(
                        "\nWhere the server's time goes\n\n" + HotSpots.read(home.resolve(RECORDING), timeline));
            }
        } finally {
            delete(home);
        }
        return 0;
    }

    private void measure(ServerProcess server, GrpcDoor grpc, Path home) throws IOException {
        Optional<PgbenchProgram> pgbench = PgbenchProgram.find();
        System.out.println(Machine.describe(home, server.database(), pgbench, commandLine()));
        Table table = new Table();
        Workloads workloads = new Workloads(server, grpc, pgbench, home);
        for (Part part : only == null ? List.of(Part.values()) : List.of(only)) {
            switch (part) {
                case UNARY -> run(workloads.unary(), table);
                case CREATE -> run(workloads.create(), table);
                case APPEND -> {
                    try (OwnLog log = OwnLog.open(FloorDatabase.create(server.database(), "log"), home)) {
                        workloads.append(log).ifPresent(append -> run(append, table));
                    }
                }
                case TURNS -> workloads.turns().ifPresent(turns -> run(turns, table));
                case OPENING -> run(workloads.opening(LongSessions.fill(server, grpc, home)), table);
                case FRAMES -> run(workloads.frames(LongSessions.turn(server, grpc, home)), table);
                case MEMORY -> table.add(Footprint.measure(server, grpc));
                case MODELS -> {
                    try (FirstWords models = new FirstWords()) {
                        run(models.workload(), table);
                    }
                }
            }
        }
        System.out.print(table);
        if (pgbench.isEmpty()) {
            System.out.println(PgbenchProgram.HOW_TO_GET_IT);
        }
    }

    private void run(Workload workload, Table table) {
        System.err.println("bench: warming up " + workload.name());
        workload.warmUp();
        for (int callers : workload.callers()) {
            System.err.println("bench: " + workload.name() + ", callers: " + callers);
            table.add(workload, callers, workload.measure(callers, Duration.ofSeconds(seconds), timeline));
        }
    }

    private String commandLine() {
        String part = only == null ? "" : " --only " + only.name().toLowerCase(Locale.ROOT);
        return "bench/run --seconds " + seconds + part + (profile ? " --profile" : "");
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
