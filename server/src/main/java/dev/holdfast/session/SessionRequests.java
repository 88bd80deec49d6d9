package dev.holdfast.session;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Origin;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.name.TenantId;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.SessionOrigin;
import dev.holdfast.v1.Tool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests of the native API, parsed: past here nobody looks at a message again. */
public final class SessionRequests {

    private SessionRequests() {}

    static SessionDraft draft(CreateSessionRequest request, java.time.Duration usualIdleTimeout) {
        return new SessionDraft(
                request.hasAgentId() ? request.getAgentId() : null,
                request.hasMetadata()
                        ? json("metadata", Reason.METADATA_INVALID, request.getMetadata())
                        : Json.EMPTY_OBJECT,
                request.hasModel() ? request.getModel() : null,
                request.hasInstructions() ? request.getInstructions() : null,
                tools(request.getToolsList()),
                request.hasFileAccess()
                        ? new SessionDraft.Access(
                                request.getFileAccess().getReadList(),
                                request.getFileAccess().getWriteList())
                        : null,
                request.hasLifetime() ? lifetime(request.getLifetime(), usualIdleTimeout) : null);
    }

    static SessionQuery query(TenantId tenant, ListSessionsRequest request) {
        return new SessionQuery(
                tenant,
                origin(request.getOrigin()),
                status(request),
                request.hasAgentId() ? request.getAgentId() : null);
    }

    public static Json json(String field, Reason reason, dev.holdfast.v1.Json message) {
        try {
            return JsonParser.parse(message.getText()).json();
        } catch (HoldfastException e) {
            throw HoldfastException.ofField(
                    reason, field, field + ".text must be JSON. " + e.sentence().replace("The body", "It"));
        }
    }

    public static List<ToolSpec> tools(List<Tool> messages) {
        List<ToolSpec> tools = new ArrayList<>(messages.size());
        for (Tool message : messages) {
            tools.add(tool("tools[" + tools.size() + "]", message));
        }
        return tools;
    }

    private static ToolSpec tool(String field, Tool message) {
        return switch (message.getKindCase()) {
            case FUNCTION -> {
                var function = message.getFunction();
                yield new ToolSpec.Function(
                        function.getName(),
                        function.hasDescription() ? function.getDescription() : null,
                        function.hasParameters()
                                ? json(field + ".function.parameters", Reason.TOOLS_INVALID, function.getParameters())
                                : null,
                        message.getNeedsApproval());
            }
            case BUILT_IN ->
                new ToolSpec.BuiltIn(
                        switch (message.getBuiltIn()) {
                            case BUILT_IN_TOOL_WEB_SEARCH -> ToolSpec.Kind.WEB_SEARCH;
                            case BUILT_IN_TOOL_FILE_SEARCH -> ToolSpec.Kind.FILE_SEARCH;
                            case BUILT_IN_TOOL_CODE_INTERPRETER -> ToolSpec.Kind.CODE_INTERPRETER;
                            case BUILT_IN_TOOL_WORKSPACE -> ToolSpec.Kind.WORKSPACE;
                            case BUILT_IN_TOOL_UNSPECIFIED, UNRECOGNIZED ->
                                throw HoldfastException.ofField(
                                        Reason.TOOLS_INVALID, field, field + ".built_in names no tool of this server.");
                        },
                        message.getNeedsApproval());
            case KIND_NOT_SET ->
                throw HoldfastException.ofField(
                        Reason.TOOLS_INVALID, field, field + " needs one of: function, built_in.");
        };
    }

    private static Lifetime lifetime(dev.holdfast.v1.Lifetime message, java.time.Duration usualIdleTimeout) {
        java.time.Duration idle = message.hasIdleTimeout()
                ? duration("lifetime.idle_timeout", Reason.LIFETIME_INVALID, message.getIdleTimeout())
                : usualIdleTimeout;
        return new Lifetime(
                message.hasMaxAge() ? duration("lifetime.max_age", Reason.LIFETIME_INVALID, message.getMaxAge()) : null,
                switch (message.getIdleClock()) {
                    case IDLE_CLOCK_UNSPECIFIED, IDLE_CLOCK_LAST_ACTIVITY ->
                        new IdleBound(idle, Lifetime.IdleClock.LAST_ACTIVITY);
                    case IDLE_CLOCK_LAST_RESPONSE -> new IdleBound(idle, Lifetime.IdleClock.LAST_RESPONSE);
                    case IDLE_CLOCK_NEVER -> null;
                    case UNRECOGNIZED -> throw unknown("lifetime.idle_clock");
                },
                switch (message.getEnd()) {
                    case LIFETIME_END_UNSPECIFIED, LIFETIME_END_COMPLETE -> Lifetime.End.COMPLETE;
                    case LIFETIME_END_DESTROY -> Lifetime.End.DESTROY;
                    case UNRECOGNIZED -> throw unknown("lifetime.end");
                });
    }

    private static HoldfastException unknown(String field) {
        return HoldfastException.ofField(
                Reason.LIFETIME_INVALID, field, field + " has a value that this server does not know.");
    }

    public static java.time.Duration duration(String field, Reason reason, Duration message) {
        if (!Durations.isValid(message)) {
            throw HoldfastException.ofField(
                    reason,
                    field,
                    field + " is not a duration: its seconds or nanos are out of range, or their signs differ.");
        }
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }

    private static @Nullable SessionStatus status(ListSessionsRequest request) {
        return switch (request.getStatus()) {
            case SESSION_STATUS_UNSPECIFIED -> null;
            case SESSION_STATUS_ACTIVE -> SessionStatus.ACTIVE;
            case SESSION_STATUS_PAUSED -> SessionStatus.PAUSED;
            case SESSION_STATUS_COMPLETED -> SessionStatus.COMPLETED;
            case UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.FILTER_INVALID, "status", "status has a value that this server does not know.");
        };
    }

    private static @Nullable Origin origin(SessionOrigin origin) {
        return switch (origin) {
            case SESSION_ORIGIN_UNSPECIFIED -> null;
            case SESSION_ORIGIN_NATIVE -> Origin.NATIVE;
            case SESSION_ORIGIN_SESSIONS -> Origin.SESSIONS;
            case SESSION_ORIGIN_WORKSPACE -> Origin.WORKSPACE;
            case UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.FILTER_INVALID, "origin", "origin has a value that this server does not know.");
        };
    }
}
