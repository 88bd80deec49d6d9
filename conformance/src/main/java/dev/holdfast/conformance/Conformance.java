package dev.holdfast.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the suite, against doors that are there or against a server and an Envoy of its own. */
@Command(
        name = "conformance/run",
        description = {
            "Send every case to every door, hold the answers against the contract and the doors against each other.",
            "Without a door it starts a server and an Envoy of its own, on free ports."
        },
        mixinStandardHelpOptions = true)
public final class Conformance implements Callable<Integer> {

    @Option(
            names = "--door",
            paramLabel = "NAME=URL",
            description =
                    "A base address; several may be given. One named `envoy` is held to what Envoy does otherwise.")
    List<String> doors = List.of();

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "Keys as a server's keys.json has them, all of one tenant, and another tenant's as `stranger`. All"
                            + " sessions of the tenant are deleted.")
    @Nullable
    Path keys;

    @Option(names = "--envoy-admin", paramLabel = "URL", description = "The admin page of the door `envoy`.")
    @Nullable
    URI envoyAdmin;

    @Option(names = "--only", paramLabel = "TEXT", description = "Only cases whose place or title holds this.")
    String only = "";

    private Conformance() {}

    public static void main(String[] arguments) {
        int status = new CommandLine(new Conformance())
                .setExecutionExceptionHandler(Conformance::explain)
                .execute(arguments);
        System.exit(status);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof ConformanceException known) {
            command.getErr().println("conformance: " + known.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() {
        Report report = new Report(System.out);
        if (doors.isEmpty()) {
            new OwnRun(Path.of("").toAbsolutePath(), report, only).edgeAndEnvoy();
        } else {
            given(report);
        }
        return report.end();
    }

    private void given(Report report) {
        if (keys == null) {
            throw new ConformanceException("--door needs --keys as well.");
        }
        List<Door> all = doors.stream().map(Door::parse).toList();
        Map<Door, EnvoyStatistics> statistics = new HashMap<>();
        if (envoyAdmin != null) {
            EnvoyStatistics envoy = new EnvoyStatistics(envoyAdmin);
            all.stream().filter(Door::isEnvoy).forEach(door -> statistics.put(door, envoy));
        }
        new Suite(new Judge(Callers.read(keys), statistics), all, report).run(Sections.all(only));
    }
}
