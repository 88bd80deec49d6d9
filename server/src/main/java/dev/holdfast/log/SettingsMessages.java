package dev.holdfast.log;

import com.google.protobuf.Duration;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Origin;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import dev.holdfast.path.WorkspacePath;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.FileAccess;
import dev.holdfast.v1.FunctionTool;
import dev.holdfast.v1.IdleClock;
import dev.holdfast.v1.LifetimeEnd;
import dev.holdfast.v1.SessionCreated;
import dev.holdfast.v1.SessionOrigin;
import dev.holdfast.v1.Tool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's settings as messages and back. Printing is for everyone who shows a session; reading trusts the message,
 * for it was once written here.
 */
public final class SettingsMessages {

    private SettingsMessages() {}

    public static dev.holdfast.v1.Json json(Json json) {
        return dev.holdfast.v1.Json.newBuilder().setText(json.text()).build();
    }

    public static SessionOrigin origin(Origin origin) {
        return switch (origin) {
            case NATIVE -> SessionOrigin.SESSION_ORIGIN_NATIVE;
            case SESSIONS -> SessionOrigin.SESSION_ORIGIN_SESSIONS;
            case WORKSPACE -> SessionOrigin.SESSION_ORIGIN_WORKSPACE;
        };
    }

    public static Tool tool(ToolSpec tool) {
        Tool.Builder message = Tool.newBuilder().setNeedsApproval(tool.needsApproval());
        return switch (tool) {
            case ToolSpec.Function function ->
                message.setFunction(function(function)).build();
            case ToolSpec.BuiltIn builtIn ->
                message.setBuiltIn(builtIn(builtIn.kind())).build();
        };
    }

    public static FileAccess fileAccess(Scope scope) {
        return FileAccess.newBuilder()
                .addAllRead(scope.read().stream().map(WorkspacePath::text).toList())
                .addAllWrite(scope.write().stream().map(WorkspacePath::text).toList())
                .build();
    }

    public static dev.holdfast.v1.Lifetime lifetime(Lifetime lifetime) {
        var message = dev.holdfast.v1.Lifetime.newBuilder()
                .setIdleClock(idleClock(lifetime.idle()))
                .setEnd(
                        switch (lifetime.end()) {
                            case COMPLETE -> LifetimeEnd.LIFETIME_END_COMPLETE;
                            case DESTROY -> LifetimeEnd.LIFETIME_END_DESTROY;
                        });
        if (lifetime.idle() != null) {
            message.setIdleTimeout(duration(lifetime.idle().timeout()));
        }
        if (lifetime.maxAge() != null) {
            message.setMaxAge(duration(lifetime.maxAge()));
        }
        return message.build();
    }

    static SessionCreated created(SessionSettings settings, Json metadata) {
        SessionCreated.Builder message = SessionCreated.newBuilder()
                .setTenantId(settings.tenant().toString())
                .setKeyId(settings.key().toString())
                .setOrigin(origin(settings.origin()))
                .setMetadata(json(metadata))
                .addAllTools(
                        settings.tools().stream().map(SettingsMessages::tool).toList())
                .setFileAccess(fileAccess(settings.scope()))
                .setLifetime(lifetime(settings.lifetime()));
        if (settings.agentId() != null) {
            message.setAgentId(settings.agentId());
        }
        if (settings.model() != null) {
            message.setModel(settings.model());
        }
        if (settings.instructions() != null) {
            message.setInstructions(settings.instructions());
        }
        return message.build();
    }

    static SessionSettings settings(SessionCreated message) {
        return new SessionSettings(
                TenantId.parse(message.getTenantId()).orElseThrow(() -> unreadable("tenant", message.getTenantId())),
                KeyId.parse(message.getKeyId()).orElseThrow(() -> unreadable("key", message.getKeyId())),
                origin(message.getOrigin()),
                message.hasAgentId() ? message.getAgentId() : null,
                message.hasModel() ? message.getModel() : null,
                message.hasInstructions() ? message.getInstructions() : null,
                message.getToolsList().stream().map(SettingsMessages::tool).toList(),
                new Scope(
                        paths(message.getFileAccess().getReadList()),
                        paths(message.getFileAccess().getWriteList())),
                lifetime(message.getLifetime()));
    }

    private static FunctionTool function(ToolSpec.Function function) {
        FunctionTool.Builder message = FunctionTool.newBuilder().setName(function.name());
        if (function.description() != null) {
            message.setDescription(function.description());
        }
        if (function.parameters() != null) {
            message.setParameters(json(function.parameters()));
        }
        return message.build();
    }

    private static BuiltInTool builtIn(ToolSpec.Kind kind) {
        return switch (kind) {
            case WEB_SEARCH -> BuiltInTool.BUILT_IN_TOOL_WEB_SEARCH;
            case FILE_SEARCH -> BuiltInTool.BUILT_IN_TOOL_FILE_SEARCH;
            case CODE_INTERPRETER -> BuiltInTool.BUILT_IN_TOOL_CODE_INTERPRETER;
            case WORKSPACE -> BuiltInTool.BUILT_IN_TOOL_WORKSPACE;
        };
    }

    private static Origin origin(SessionOrigin origin) {
        return switch (origin) {
            case SESSION_ORIGIN_NATIVE -> Origin.NATIVE;
            case SESSION_ORIGIN_SESSIONS -> Origin.SESSIONS;
            case SESSION_ORIGIN_WORKSPACE -> Origin.WORKSPACE;
            case SESSION_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("origin", origin);
        };
    }

    static ToolSpec tool(Tool message) {
        return switch (message.getKindCase()) {
            case FUNCTION -> {
                FunctionTool function = message.getFunction();
                yield new ToolSpec.Function(
                        function.getName(),
                        function.hasDescription() ? function.getDescription() : null,
                        function.hasParameters()
                                ? new Json(function.getParameters().getText())
                                : null,
                        message.getNeedsApproval());
            }
            case BUILT_IN -> new ToolSpec.BuiltIn(kind(message.getBuiltIn()), message.getNeedsApproval());
            case KIND_NOT_SET -> throw unreadable("tool", message);
        };
    }

    private static ToolSpec.Kind kind(BuiltInTool builtIn) {
        return switch (builtIn) {
            case BUILT_IN_TOOL_WEB_SEARCH -> ToolSpec.Kind.WEB_SEARCH;
            case BUILT_IN_TOOL_FILE_SEARCH -> ToolSpec.Kind.FILE_SEARCH;
            case BUILT_IN_TOOL_CODE_INTERPRETER -> ToolSpec.Kind.CODE_INTERPRETER;
            case BUILT_IN_TOOL_WORKSPACE -> ToolSpec.Kind.WORKSPACE;
            case BUILT_IN_TOOL_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("tool", builtIn);
        };
    }

    private static List<WorkspacePath> paths(List<String> texts) {
        return texts.stream()
                .map(text -> WorkspacePath.parse(text).orElseThrow(() -> unreadable("path", text)))
                .toList();
    }

    private static Lifetime lifetime(dev.holdfast.v1.Lifetime message) {
        return new Lifetime(
                message.hasMaxAge() ? duration(message.getMaxAge()) : null,
                switch (message.getIdleClock()) {
                    case IDLE_CLOCK_LAST_ACTIVITY ->
                        new IdleBound(duration(message.getIdleTimeout()), Lifetime.IdleClock.LAST_ACTIVITY);
                    case IDLE_CLOCK_LAST_RESPONSE ->
                        new IdleBound(duration(message.getIdleTimeout()), Lifetime.IdleClock.LAST_RESPONSE);
                    case IDLE_CLOCK_NEVER -> null;
                    case IDLE_CLOCK_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("idle clock", message.getIdleClock());
                },
                switch (message.getEnd()) {
                    case LIFETIME_END_COMPLETE -> Lifetime.End.COMPLETE;
                    case LIFETIME_END_DESTROY -> Lifetime.End.DESTROY;
                    case LIFETIME_END_UNSPECIFIED, UNRECOGNIZED ->
                        throw unreadable("end of the lifetime", message.getEnd());
                });
    }

    private static IdleClock idleClock(@Nullable IdleBound idle) {
        if (idle == null) {
            return IdleClock.IDLE_CLOCK_NEVER;
        }
        return switch (idle.clock()) {
            case LAST_ACTIVITY -> IdleClock.IDLE_CLOCK_LAST_ACTIVITY;
            case LAST_RESPONSE -> IdleClock.IDLE_CLOCK_LAST_RESPONSE;
        };
    }

    static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder().setSeconds(duration.toSeconds()).build();
    }

    static java.time.Duration duration(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds());
    }

    private static UnreadableEventException unreadable(String what, Object value) {
        return new UnreadableEventException("a session was created with the unknown " + what + " " + value, null);
    }
}
