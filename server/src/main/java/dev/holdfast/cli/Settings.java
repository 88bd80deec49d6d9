package dev.holdfast.cli;

import dev.holdfast.HoldfastConfig;
import dev.holdfast.agent.AgentConfig;
import dev.holdfast.edge.EdgeConfig;
import dev.holdfast.engine.TurnLimits;
import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.rpc.RpcConfig;
import dev.holdfast.session.SessionConfig;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.StorageConfig;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.webhook.WebhookConfig;
import dev.holdfast.workspace.WorkspaceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of this start. The command line wins over the environment, that over the file, that over what is usual;
 * each value is read once, strictly, and a mistake names where it was made.
 */
final class Settings {

    private static final String NEVER = "never";
    private static final int MAX_PORT = 65_535;
    private static final long MICROS_PER_CENT = 10_000;

    private final Map<Setting, Given> given;
    private final ModelConfig models;
    private final List<WebhookConfig.Address> endpoints;

    private Settings(Map<Setting, Given> given, SettingsFile file) {
        this.given = given;
        this.models = file.models();
        this.endpoints = file.endpoints();
    }

    static Settings of(Map<Setting, String> line, Map<String, String> environment, SettingsFile file) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String variable = environment.getOrDefault(setting.variable(), "");
            if (line.containsKey(setting)) {
                given.put(setting, new Given(line.get(setting), "the command line"));
            } else if (!variable.isBlank()) {
                given.put(setting, new Given(variable.strip(), setting.variable()));
            } else if (file.values().containsKey(setting)) {
                given.put(setting, new Given(file.values().get(setting), "the configuration file"));
            } else {
                given.put(setting, new Given(setting.usual(), "the default"));
            }
        }
        return new Settings(given, file);
    }

    HoldfastConfig config() {
        return new HoldfastConfig(
                storage(),
                new NodeConfig(
                        duration(Setting.NODE_LEASE),
                        duration(Setting.NODE_BEAT_INTERVAL),
                        duration(Setting.NODE_LEASE_MARGIN)),
                new RpcConfig(text(Setting.GRPC_HOST), port(Setting.GRPC_PORT)),
                new EdgeConfig(
                        text(Setting.HTTP_HOST),
                        port(Setting.HTTP_PORT),
                        number(Setting.HTTP_MAX_BODY_BYTES, 1, Integer.MAX_VALUE),
                        number(Setting.HTTP_MAX_HEADER_BYTES, 1, Integer.MAX_VALUE),
                        duration(Setting.HTTP_UNARY_DEADLINE)),
                new SessionConfig(
                        duration(Setting.SESSIONS_IDLE_TIMEOUT),
                        duration(Setting.SESSIONS_DEFAULT_TTL),
                        duration(Setting.SESSIONS_AFTER_LAST_RESPONSE),
                        duration(Setting.SESSIONS_DUE_INTERVAL),
                        number(Setting.WORKSPACE_MAX_SESSIONS, 0, 1_000_000)),
                new TurnConfig(
                        duration(Setting.TURNS_HEARTBEAT),
                        seconds(Setting.TURNS_RESULT_TIMEOUT),
                        duration(Setting.RESPONSES_RETENTION),
                        seconds(Setting.RESPONSES_RESUME_WINDOW),
                        seconds(Setting.RESPONSES_STORED),
                        secondsOrNever(Setting.APPROVALS_EXPIRE_AFTER)),
                agent(),
                models,
                new WebhookConfig(endpoints, duration(Setting.WEBHOOKS_TIMEOUT), duration(Setting.WEBHOOKS_RETENTION)),
                workspace());
    }

    private WorkspaceConfig workspace() {
        String root = text(Setting.WORKSPACE_ROOT);
        WorkspaceConfig usual = WorkspaceConfig.below(Path.of(text(Setting.HOME)));
        return new WorkspaceConfig(
                root.isEmpty() ? usual.root() : Path.of(root),
                number(Setting.WORKSPACE_MAX_FILE_BYTES, 1, Integer.MAX_VALUE));
    }

    private AgentConfig agent() {
        TurnLimits limits = new TurnLimits(
                number(Setting.TURNS_MAX_STEPS, 1, 10_000),
                duration(Setting.TURNS_MAX_RUNNING_TIME),
                number(Setting.TURNS_MAX_COST_CENTS, 0, Integer.MAX_VALUE) * MICROS_PER_CENT,
                number(Setting.TURNS_MAX_RETRIES, 0, 100));
        return new AgentConfig(
                limits,
                number(Setting.TURNS_MAX_RUNNING, 1, 1_000_000),
                duration(Setting.TURNS_DELTA_INTERVAL),
                duration(Setting.TURNS_LOOK_INTERVAL));
    }

    StorageConfig storage() {
        String url = text(Setting.DATABASE_URL);
        return new StorageConfig(
                Path.of(text(Setting.HOME)),
                url.isEmpty() ? Optional.empty() : Optional.of(DatabaseAddress.parse(url)),
                number(Setting.DATABASE_POOL_SIZE, 2, 500),
                flag(Setting.DATABASE_ALLOW_UNSAFE));
    }

    List<String> bootstrapKeys() {
        return Arrays.stream(text(Setting.BOOTSTRAP_KEYS).split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private String text(Setting setting) {
        return require(setting).value();
    }

    private int port(Setting setting) {
        return number(setting, 0, MAX_PORT);
    }

    private int number(Setting setting, int least, int most) {
        String value = text(setting);
        boolean digits =
                !value.isEmpty() && value.length() <= 10 && value.chars().allMatch(Character::isDigit);
        if (!digits || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw wrong(setting, "a number from " + least + " to " + most);
        }
        return Integer.parseInt(value);
    }

    private boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, "true or false");
        };
    }

    private Duration duration(Setting setting) {
        return DurationText.parse(text(setting))
                .orElseThrow(() -> wrong(setting, "a duration such as 500ms, 30s, 15m, 12h or 7d"));
    }

    private Duration seconds(Setting setting) {
        Duration duration = duration(setting);
        if (duration.toSeconds() < 1) {
            throw wrong(setting, "a duration of at least a second");
        }
        return duration;
    }

    private Optional<Duration> secondsOrNever(Setting setting) {
        if (text(setting).equals(NEVER)) {
            return Optional.empty();
        }
        Duration duration = DurationText.parse(text(setting)).orElse(Duration.ZERO);
        if (duration.toSeconds() < 1 || duration.toNanosPart() != 0) {
            throw wrong(setting, "a duration of whole seconds such as 30s, 12h or 7d, or " + NEVER);
        }
        return Optional.of(duration);
    }

    private StartupException wrong(Setting setting, String expected) {
        Given wrong = require(setting);
        return new StartupException(
                "%s is `%s` in %s; it must be %s.".formatted(setting.key(), wrong.value(), wrong.origin(), expected));
    }

    private Given require(Setting setting) {
        Given value = given.get(setting);
        if (value == null) {
            throw new IllegalStateException("Every setting has a value; " + setting + " has none");
        }
        return value;
    }

    private record Given(String value, String origin) {}
}
