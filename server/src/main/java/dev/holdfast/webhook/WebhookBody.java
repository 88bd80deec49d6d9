package dev.holdfast.webhook;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.ModelCallRetried;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.SessionCompleted;
import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallExecuting;
import dev.holdfast.event.Event.ToolCallInDoubt;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** What a webhook says; docs/webhooks.md names each field. It is a function of the event and its session, so it never changes. */
final class WebhookBody {

    /** What the arguments of all calls may take together. */
    private static final int MAX_ARGUMENTS_BYTES = 64 * 1024;

    /** What is left of that. */
    private int room = MAX_ARGUMENTS_BYTES;

    private WebhookBody() {}

    static byte[] print(WebhookType type, SessionId session, SessionSettings settings, RecordedEvent fact) {
        return print(type, fact.at(), data -> {
            data.field("tenant_id", settings.tenant().toString())
                    .object("session", fields -> session(fields, session, settings))
                    .field("sequence", fact.sequence());
            new WebhookBody().event(data, fact);
        });
    }

    static byte[] test(TenantId tenant, Instant at) {
        return print(WebhookType.TEST, at, data -> data.field("tenant_id", tenant.toString()));
    }

    /** What was printed before. */
    static Json read(byte[] printed) {
        return new Json(new String(printed, StandardCharsets.UTF_8));
    }

    private static byte[] print(WebhookType type, Instant at, Consumer<JsonWriter> data) {
        return JsonWriter.object(body -> body.field("type", type.toString())
                        .field("timestamp", at.toString())
                        .object("data", data))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void session(JsonWriter fields, SessionId session, SessionSettings settings) {
        fields.field("id", session.toString()).field("origin", lower(settings.origin()));
        if (settings.agentId() != null) {
            fields.field("agent_id", settings.agentId());
        }
    }

    private void event(JsonWriter data, RecordedEvent fact) {
        switch (fact.event()) {
            case TurnPaused paused ->
                turn(data, fact)
                        .field("reason", lower(paused.reason()))
                        .array("actions", paused.actions(), this::action);
            case TurnCompleted completed -> {
                turn(data, fact).array("open_calls", completed.openCalls(), this::call);
                if (completed.rejected() != null) {
                    data.field("rejected_action_id", completed.rejected().toString());
                }
                cost(data, completed.cost());
            }
            case TurnFailed failed -> {
                turn(data, fact).field("cause", lower(failed.cause())).field("error", failed.error());
                cost(data, failed.cost());
            }
            case TurnCancelled cancelled -> {
                turn(data, fact).field("reason", cancelled.reason());
                cost(data, cancelled.cost());
            }
            case SessionCompleted completed -> data.field("cause", lower(completed.cause()));
            case SessionDeleted deleted -> data.field("cause", lower(deleted.cause()));
            case SessionCreated _,
                    SessionMetadataUpdated _,
                    TurnStarted _,
                    ModelCallRetried _,
                    ToolCallStarted _,
                    ToolCallExecuting _,
                    ToolCallCompleted _,
                    ToolCallInDoubt _,
                    TurnResumed _,
                    ApprovalExpired _,
                    TurnRecovered _,
                    TurnCheckpointed _,
                    Progress _ ->
                throw new IllegalStateException(
                        "Nobody is told of " + fact.event().getClass());
        }
    }

    private static JsonWriter turn(JsonWriter data, RecordedEvent fact) {
        return data.field("turn_number", fact.turnNumber());
    }

    private static void cost(JsonWriter data, TurnCost cost) {
        data.object(
                        "usage",
                        usage -> usage.field("input_tokens", cost.usage().inputTokens())
                                .field("output_tokens", cost.usage().outputTokens()))
                .field("cost_micros", cost.micros());
    }

    private void action(JsonWriter fields, PendingAction action) {
        fields.field("need", lower(action.need()));
        if (action.approval() != null) {
            fields.field("approval_id", action.approval().toString())
                    .field("digest", CallDigest.of(action.call()).toString());
        }
        call(fields, action.call());
    }

    private void call(JsonWriter fields, ToolCall call) {
        fields.field("action_id", call.id().toString()).field("tool", call.tool());
        int length = call.arguments().getBytes(StandardCharsets.UTF_8).length;
        if (length <= room) {
            room -= length;
            fields.field("arguments", call.arguments());
        } else {
            fields.field("arguments_omitted", true);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
