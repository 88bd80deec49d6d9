package dev.holdfast.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the data are, shared by every command. */
class SettingOptions {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the server keeps its data (HOLDFAST_HOME; default .holdfast).")
    @Nullable
    String home;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "A Postgres to use in place of the built-in one (DATABASE_URL).")
    @Nullable
    String databaseUrl;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file of settings (HOLDFAST_CONFIG).")
    @Nullable
    Path config;

    Map<Setting, String> given() {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        put(given, Setting.HOME, home);
        put(given, Setting.DATABASE_URL, databaseUrl);
        return given;
    }

    Settings settings() {
        Map<String, String> environment = System.getenv();
        String named = environment.getOrDefault("HOLDFAST_CONFIG", "");
        Path file = config == null && !named.isBlank() ? Path.of(named) : config;
        return Settings.of(given(), environment, file == null ? SettingsFile.NONE : SettingsFile.read(file));
    }

    static void put(Map<Setting, String> given, Setting setting, @Nullable String value) {
        if (value != null) {
            given.put(setting, value);
        }
    }
}
