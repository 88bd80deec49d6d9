package dev.holdfast.bench;

import dev.holdfast.storage.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A side that pgbench works: a script, as prepared statements. */
final class Pgbench implements Side {

    private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) \\(without");
    private static final Pattern FAILED = Pattern.compile("(?m)^number of failed transactions: (\\d+)");
    /** Its clock starts before its connections, which it leaves out of the rate. */
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(1);

    private static final int GRACE_SECONDS = 60;
    private static final int LATENCY_COLUMN = 2;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Twelve digits in the end, as the last group of a UUID has; each round begins further up. */
    private static final long FIRST_NUMBER = 1_000_000_000L;

    private static final long NUMBERS_PER_ROUND = 10_000_000L;

    private final PgbenchProgram program;
    private final DatabaseAddress database;
    private final Path directory;
    private final Path script;
    private final int mostClients;
    private long nextNumber = FIRST_NUMBER;

    /**
     * @param directory where the script and the logs of rounds are written
     * @param mostClients what Postgres lets in at once: beyond that, so many stand for all callers
     */
    Pgbench(PgbenchProgram program, DatabaseAddress database, String statements, Path directory, int mostClients) {
        this.program = program;
        this.database = database;
        this.directory = directory;
        this.script = directory.resolve("script.sql");
        this.mostClients = mostClients;
        try {
            Files.createDirectories(directory);
            Files.writeString(script, statements);
        } catch (IOException e) {
            throw new BenchException("The script of pgbench cannot be written", e);
        }
    }

    @Override
    public String name() {
        return "pgbench";
    }

    @Override
    public Round measure(int callers, Duration length) {
        String printed = program.run(
                environment(),
                length.plus(TIME_TO_CONNECT).toSeconds() + GRACE_SECONDS,
                arguments(Math.min(callers, mostClients), length));
        nextNumber += NUMBERS_PER_ROUND;
        Latencies latencies = takeLatencies();
        if (latencies.count() == 0) {
            return new Round(0, Map.of(), new Errors(1, "the round was over before its clients were connected"));
        }
        Map<Measure, Double> figures = latencies.figures(length);
        figures.put(Measure.RATE, Double.parseDouble(find(RATE, printed).orElseThrow()));
        long failed = Long.parseLong(find(FAILED, printed).orElse("0"));
        Errors errors = failed == 0 ? Errors.NONE : new Errors(failed, "pgbench: failed transactions");
        return new Round(latencies.count(), figures, errors);
    }

    private static Optional<String> find(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Map<String, String> environment() {
        return Map.of("PGPASSWORD", database.password(), "PGSSLMODE", "disable");
    }

    private String[] arguments(int clients, Duration length) {
        String place = database.place();
        int colon = place.indexOf(':');
        int slash = place.indexOf('/');
        int threads = Math.min(clients, Runtime.getRuntime().availableProcessors());
        return new String[] {
            "--no-vacuum",
            "--protocol=prepared",
            "--file=" + script,
            "--client=" + clients,
            "--jobs=" + threads,
            "--time=" + length.plus(TIME_TO_CONNECT).toSeconds(),
            "--define=number=" + nextNumber,
            "--log",
            "--log-prefix=" + directory.resolve("round"),
            "--host=" + place.substring(0, colon),
            "--port=" + place.substring(colon + 1, slash),
            "--username=" + database.user(),
            place.substring(slash + 1)
        };
    }

    /** Reads the logs of a round, one line a transaction, and removes them. */
    private Latencies takeLatencies() {
        Latencies latencies = new Latencies();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("round."))
                    .toList();
            for (Path log : logs) {
                for (String line : Files.readAllLines(log)) {
                    String latency = line.split(" ", -1)[LATENCY_COLUMN];
                    if (latency.matches("\\d+")) {
                        latencies.add(Long.parseLong(latency) * NANOS_PER_MICRO);
                    }
                }
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new BenchException("The logs of pgbench cannot be read", e);
        }
        return latencies;
    }
}
