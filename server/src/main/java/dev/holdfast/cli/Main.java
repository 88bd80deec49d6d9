package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.StartupException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry point. Data goes to standard output, everything else to standard error. */
@Command(
        name = "holdfast",
        description = "Durable sessions for AI agents.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {ServeCommand.class, KeysCommand.class, VerifyCommand.class},
        footer = {"", "Start here: holdfast serve", "Run every test and gate: holdfast test"})
public final class Main {

    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
    }

    /** A failure that an operator can do something about is one sentence; anything else is ours, with its trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        switch (failure) {
            case StartupException known -> command.getErr().println("error: " + known.sentence());
            case HoldfastException known -> {
                command.getErr().println("error: " + known.sentence());
                return ExitCode.of(known.reason());
            }
            default -> throw failure;
        }
        return FAILED;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Holdfast " + Holdfast.version()};
        }
    }
}
