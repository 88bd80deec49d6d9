package dev.holdfast.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import dev.holdfast.path.WorkspacePath;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for a session's settings, the same for every API. A refusal names the field and what it may be. */
public final class SettingsCheck {

    static final int MAX_AGENT_ID_LENGTH = 200;
    static final int MAX_INSTRUCTIONS_BYTES = 64 * 1024;
    static final int MAX_METADATA_BYTES = 64 * 1024;

    private SettingsCheck() {}

    static @Nullable String agentId(@Nullable String agentId) {
        if (agentId == null) {
            return null;
        }
        int length = agentId.codePointCount(0, agentId.length());
        if (length == 0 || length > MAX_AGENT_ID_LENGTH || !plain(agentId)) {
            throw HoldfastException.ofField(
                    Reason.AGENT_ID_INVALID,
                    "agent_id",
                    "agent_id must be text of 1 to " + MAX_AGENT_ID_LENGTH
                            + " characters, without NUL and lone surrogates.");
        }
        return agentId;
    }

    static Json metadata(Json metadata) {
        if (!metadata.object()) {
            throw HoldfastException.ofField(
                    Reason.METADATA_INVALID,
                    "metadata",
                    "metadata must be a JSON object, such as {\"user_id\":\"u1\"}.");
        }
        int bytes = metadata.text().getBytes(UTF_8).length;
        if (bytes > MAX_METADATA_BYTES) {
            throw HoldfastException.ofField(
                    Reason.METADATA_INVALID,
                    "metadata",
                    "metadata has " + bytes + " bytes of JSON; it may have " + MAX_METADATA_BYTES + ".");
        }
        return metadata;
    }

    public static @Nullable String model(@Nullable String model, ModelCatalogue catalogue, TenantId tenant) {
        if (model != null && catalogue.find(tenant, model).isEmpty()) {
            throw HoldfastException.ofField(
                    Reason.MODEL_INVALID,
                    "model",
                    "This server has no model of that name. It has: " + String.join(", ", catalogue.names(tenant))
                            + ".");
        }
        return model;
    }

    public static @Nullable String instructions(@Nullable String instructions) {
        if (instructions == null) {
            return null;
        }
        if (!plain(instructions) || instructions.getBytes(UTF_8).length > MAX_INSTRUCTIONS_BYTES) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID,
                    "instructions",
                    "instructions must be text of at most " + MAX_INSTRUCTIONS_BYTES
                            + " bytes, without NUL and lone surrogates.");
        }
        return instructions;
    }

    static Scope scope(SessionDraft.@Nullable Access access) {
        if (access == null) {
            return Scope.ALL;
        }
        return new Scope(paths("file_access.read", access.read()), paths("file_access.write", access.write()));
    }

    static Lifetime lifetime(@Nullable Lifetime lifetime, Duration usualIdleTimeout) {
        if (lifetime == null) {
            return Lifetime.idle(usualIdleTimeout);
        }
        if (lifetime.maxAge() != null) {
            bounded("lifetime.max_age", lifetime.maxAge());
        }
        if (lifetime.idle() != null) {
            bounded("lifetime.idle_timeout", lifetime.idle().timeout());
        }
        return lifetime;
    }

    /** Whether a text can stand in every place where texts are shown or stored. */
    static boolean plain(String text) {
        return text.indexOf('\0') < 0 && UTF_8.newEncoder().canEncode(text);
    }

    private static List<WorkspacePath> paths(String field, List<String> written) {
        if (written.size() > Scope.MAX_PATHS) {
            throw HoldfastException.ofField(
                    Reason.FILE_ACCESS_INVALID, field, field + " may name at most " + Scope.MAX_PATHS + " paths.");
        }
        return written.stream()
                .map(text -> WorkspacePath.parse(text)
                        .orElseThrow(() -> HoldfastException.ofField(
                                Reason.FILE_ACCESS_INVALID,
                                field,
                                field + " holds a path that is not one inside the workspace. Paths are relative, with /"
                                        + " between segments, without . and .. segments, backslashes and NUL, and at"
                                        + " most " + WorkspacePath.MAX_BYTES + " bytes; \"\" is the whole workspace.")))
                .toList();
    }

    private static void bounded(String field, Duration duration) {
        boolean whole = duration.equals(Duration.ofSeconds(duration.toSeconds()));
        if (!whole || duration.toSeconds() < 1 || duration.compareTo(Lifetime.LONGEST) > 0) {
            throw HoldfastException.ofField(
                    Reason.LIFETIME_INVALID,
                    field,
                    field + " must be whole seconds, from 1 to " + Lifetime.LONGEST.toSeconds() + ".");
        }
    }
}
