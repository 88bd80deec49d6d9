package dev.holdfast.bench;

import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.IdSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    /** Many first: what the compiler still has to do weighs least where most is called. */
    private static final List<Integer> CALLERS = List.of(64, 16, 1);

    private static final int SESSIONS_TO_READ = 256;
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
        if (only == null || only == Part.UNARY) {
            run(unary(server, grpc), table);
        }
        if (only == null || only == Part.CREATE) {
            run(create(server, grpc, pgbench, home), table);
        }
        if (only == null || only == Part.MODELS) {
            try (FirstWords models = new FirstWords()) {
                run(models.workload(), table);
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
        for (int callers : CALLERS) {
            System.err.println("bench: " + workload.name() + ", callers: " + callers);
            table.add(workload, callers, workload.measure(callers, Duration.ofSeconds(seconds), timeline));
        }
    }

    /** Reading a session through each door. */
    private static Workload unary(ServerProcess server, GrpcDoor grpc) {
        List<String> sessions =
                Stream.generate(grpc::create).limit(SESSIONS_TO_READ).toList();
        Optional<ProcessHandle> process = Optional.of(server.process());
        HttpDoor http = new HttpDoor(ServerProcess.HOST, server.httpPort());
        String nativeKey = "authorization: Bearer " + server.key("native");
        String sessionsKey = "CENCORI_API_KEY: " + server.key("sessions");
        Side floor = new ClosedLoop("gRPC GetSession", () -> grpc.reading(sessions), process);
        Side typed = new ClosedLoop(
                "GET /holdfast/v1/sessions/{id}",
                () -> http.reading("/holdfast/v1/sessions/", nativeKey, sessions),
                process);
        Side dialect = new ClosedLoop(
                "GET /v1/sessions/{id}", () -> http.reading("/v1/sessions/", sessionsKey, sessions), process);
        return new Workload("unary", List.of(new Workload.Pair(typed, floor), new Workload.Pair(dialect, floor)));
    }

    /** Making a session, against its rows alone. */
    private static Workload create(ServerProcess server, GrpcDoor grpc, Optional<PgbenchProgram> pgbench, Path home)
            throws IOException {
        DatabaseAddress database = server.database();
        SessionRows rows = SessionRows.read(database, grpc.create());
        Side ours = new ClosedLoop("gRPC CreateSession", grpc::creating, Optional.of(server.process()));
        List<Workload.Pair> pairs = new ArrayList<>();
        if (pgbench.isPresent()) {
            Path directory = Files.createDirectories(home.resolve("pgbench"));
            DatabaseAddress scratch = FloorDatabase.create(database, "floor_pgbench");
            pairs.add(new Workload.Pair(ours, new Pgbench(pgbench.get(), scratch, rows, directory)));
        }
        DatabaseAddress scratch = FloorDatabase.create(database, "floor_jdbc");
        IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        Side jdbc = new ClosedLoop("JDBC", () -> new JdbcCaller(scratch, rows, ids), Optional.empty());
        pairs.add(new Workload.Pair(ours, jdbc));
        return new Workload("create", pairs);
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
