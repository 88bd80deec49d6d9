package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastConfig;
import dev.holdfast.auth.IssuedKey;
import dev.holdfast.storage.Storage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast serve}: starts everything in one process and runs until it is told to stop. */
@Command(name = "serve", description = "Start the server.", mixinStandardHelpOptions = true)
final class ServeCommand extends SettingOptions implements Callable<Integer> {

    @Option(names = "--http", paramLabel = "PORT", description = "The HTTP port (HOLDFAST_HTTP_PORT; default 8080).")
    @Nullable
    String httpPort;

    @Option(names = "--grpc", paramLabel = "PORT", description = "The gRPC port (HOLDFAST_GRPC_PORT; default 9090).")
    @Nullable
    String grpcPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on; 0.0.0.0 for all (HOLDFAST_HTTP_HOST, HOLDFAST_GRPC_HOST; default 127.0.0.1).")
    @Nullable
    String host;

    @Override
    Map<Setting, String> given() {
        Map<Setting, String> given = super.given();
        put(given, Setting.HTTP_PORT, httpPort);
        put(given, Setting.GRPC_PORT, grpcPort);
        put(given, Setting.HTTP_HOST, host);
        put(given, Setting.GRPC_HOST, host);
        return given;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = settings();
        HoldfastConfig config = settings.config();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed), "stop"));
        try (Storage storage = Storage.open(config.storage())) {
            InstantSource clock = InstantSource.system();
            Holdfast.Keys keys = Holdfast.Keys.of(storage.database(), clock);
            Path home = config.storage().home();
            List<IssuedKey> first = keys.firstStart().makeKeys(made -> KeysFile.write(home, made));
            keys.firstStart().adopt(settings.bootstrapKeys());
            try (Holdfast server = Holdfast.start(config, storage.database(), clock)) {
                announce(config, server, first);
                stopped.await();
            }
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /** Runs when the process is asked to end: lets the server close, then the process go. */
    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void announce(HoldfastConfig config, Holdfast server, List<IssuedKey> first) {
        PrintStream out = System.out;
        out.println("Holdfast " + Holdfast.version());
        out.println("HTTP   http://" + config.edge().host() + ":" + server.httpPort());
        out.println("gRPC   " + config.rpc().host() + ":" + server.grpcPort());
        out.println("Data   " + config.storage().home()
                + config.storage()
                        .address()
                        .map(database -> ", database " + database.place())
                        .orElse(""));
        out.println("Model  " + server.models());
        if (!first.isEmpty()) {
            out.println();
            out.println("Keys of the tenant `default`, shown this once and kept in "
                    + KeysFile.in(config.storage().home()));
            for (IssuedKey issued : first) {
                out.printf("  %-13s %s%n", issued.key().name(), KeysFile.secret(issued));
            }
            out.println();
        }
        out.println("ready http=" + server.httpPort() + " grpc=" + server.grpcPort());
        out.flush();
    }
}
