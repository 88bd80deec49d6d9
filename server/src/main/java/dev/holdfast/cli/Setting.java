package dev.holdfast.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be set, with the name it has in the file and the value it has otherwise. */
enum Setting {
    HOME("home", ".holdfast"),
    HTTP_HOST("http.host", "127.0.0.1"),
    HTTP_PORT("http.port", "8080"),
    HTTP_MAX_BODY_BYTES("http.max_body_bytes", "10485760"),
    HTTP_MAX_HEADER_BYTES("http.max_header_bytes", "16384"),
    HTTP_UNARY_DEADLINE("http.unary_deadline", "30s"),
    GRPC_HOST("grpc.host", "127.0.0.1"),
    GRPC_PORT("grpc.port", "9090"),
    DATABASE_URL("database.url", ""),
    DATABASE_POOL_SIZE("database.pool_size", "16"),
    DATABASE_ALLOW_UNSAFE("database.allow_unsafe", "false"),
    NODE_LEASE("node.lease", "10s"),
    NODE_BEAT_INTERVAL("node.beat_interval", "3s"),
    NODE_LEASE_MARGIN("node.lease_margin", "2s"),
    SESSIONS_IDLE_TIMEOUT("sessions.idle_timeout", "7d"),
    SESSIONS_DEFAULT_TTL("sessions.default_ttl", "4h"),
    SESSIONS_AFTER_LAST_RESPONSE("sessions.after_last_response", "5m"),
    SESSIONS_DUE_INTERVAL("sessions.due_interval", "1s"),
    TURNS_MAX_STEPS("turns.max_steps", "64"),
    TURNS_MAX_RUNNING_TIME("turns.max_running_time", "1h"),
    TURNS_MAX_COST_CENTS("turns.max_cost_cents", "1000"),
    TURNS_MAX_RETRIES("turns.max_retries", "3"),
    TURNS_MAX_RUNNING("turns.max_running", "1000"),
    TURNS_DELTA_INTERVAL("turns.delta_interval", "25ms"),
    TURNS_LOOK_INTERVAL("turns.look_interval", "1s"),
    TURNS_HEARTBEAT("turns.heartbeat", "15s"),
    TURNS_RESULT_TIMEOUT("turns.result_timeout", "10m"),
    WORKSPACE_MAX_SESSIONS("workspace.max_sessions", "0"),
    WORKSPACE_ROOT("workspace.root", ""),
    WORKSPACE_MAX_FILE_BYTES("workspace.max_file_bytes", "104857600"),
    RESPONSES_RETENTION("responses.retention", "3650d"),
    RESPONSES_RESUME_WINDOW("responses.resume_window", "5m"),
    RESPONSES_STORED("responses.stored", "30d"),
    WEBHOOKS_TIMEOUT("webhooks.timeout", "15s"),
    WEBHOOKS_RETENTION("webhooks.retention", "30d"),
    APPROVALS_EXPIRE_AFTER("approvals.expire_after", "never"),
    BOOTSTRAP_KEYS("bootstrap_keys", "");

    private static final String PREFIX = "HOLDFAST_";

    private final String key;
    private final String usual;

    Setting(String key, String usual) {
        this.key = key;
        this.usual = usual;
    }

    String key() {
        return key;
    }

    String usual() {
        return usual;
    }

    /** The variable that sets it. The database's has the name that every platform gives it. */
    String variable() {
        return this == DATABASE_URL ? key.replace('.', '_').toUpperCase(Locale.ROOT) : PREFIX + name();
    }

    static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
