package dev.holdfast.promise;

import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.testing.Effects;
import dev.holdfast.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers on one database, with tools whose effects can be counted. */
final class Installation implements AutoCloseable {

    /** Makes a server look often, and wait so long for another's lease that a test would notice. */
    static final Map<String, String> LONG_LEASE =
            Map.of("HOLDFAST_NODE_LEASE", "10m", "HOLDFAST_TURNS_LOOK_INTERVAL", "100ms");

    /** Makes a server give up another soon. */
    static final Map<String, String> SHORT_LEASE = Map.of(
            "HOLDFAST_NODE_LEASE", "3s",
            "HOLDFAST_NODE_BEAT_INTERVAL", "300ms",
            "HOLDFAST_NODE_LEASE_MARGIN", "500ms",
            "HOLDFAST_TURNS_LOOK_INTERVAL", "500ms");

    static final String KEY = "hf_promise_0123456789";

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final Effects effects;
    private final List<ServerProcess> started = new ArrayList<>();

    Installation(DatabaseAddress database, Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.effects = new Effects(directory);
        environment.putAll(settings);
        environment.put("DATABASE_URL", url(database));
        environment.put("HOLDFAST_BOOTSTRAP_KEYS", KEY);
        environment.put(Effects.DIRECTORY, directory.toString());
    }

    /** Starts the server of this name, for the first time or again. */
    ServerProcess start(String name) {
        try {
            ServerProcess server =
                    ServerProcess.scripted(Files.createDirectories(directory.resolve(name)), environment);
            started.add(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that was started last. */
    ServerProcess last() {
        return started.getLast();
    }

    Effects effects() {
        return effects;
    }

    private static String url(DatabaseAddress database) {
        String separator = database.url().contains("?") ? "&" : "?";
        return database.url() + separator + "user=" + encode(database.user()) + "&password="
                + encode(database.password());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        started.forEach(ServerProcess::kill);
    }
}
