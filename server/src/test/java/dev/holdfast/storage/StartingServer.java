package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that opens a home as the server does and waits to be killed. */
final class StartingServer {

    static final String READY = "ready";

    private StartingServer() {}

    static Process start(Path home) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        StartingServer.class.getName(),
                        home.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Reads its output up to the line that says that it is up. */
    static void awaitReady(Process process) throws IOException {
        var output = process.inputReader();
        for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("the process ended before it was ready");
            }
        }
    }

    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws IOException {
        Storage storage = Storage.open(StorageConfig.below(Path.of(arguments[0])));
        storage.database().sql().execute("create table kept (value text)");
        storage.database().sql().execute("insert into kept values ('here')");
        System.out.println(READY);
        int end = System.in.read();
        throw new IllegalStateException("this process is killed, it does not end by itself: " + end);
    }
}
