package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.ArgumentsJson;
import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What an event of each type holds: the documented keys in their order, or those of a native type. */
final class PayloadJson {

    private PayloadJson() {}

    static void print(JsonWriter json, EventJson printed) {
        int turn = printed.recorded().turnNumber();
        switch (printed.recorded().event()) {
            case Event.TurnStarted started -> started(json, started);
            case Event.TextAdded added -> json.field("delta", added.delta());
            case Event.ThinkingAdded added -> json.field("delta", added.delta());
            case Event.ToolCallStarted started ->
                json.field("tool", started.call().tool())
                        .field("arguments", ArgumentsJson.object(started.call().arguments()))
                        .field("action_id", started.call().id().toString());
            case Event.ToolCallExecuting executing ->
                json.field("action_id", executing.action().toString()).field("attempt", executing.attempt());
            case Event.ToolCallCompleted completed ->
                json.field("tool", completed.tool())
                        .field("output", completed.output())
                        .field("action_id", completed.action().toString());
            case Event.ToolCallInDoubt doubt ->
                json.field("action_id", doubt.action().toString());
            case Event.TurnPaused paused -> paused(json, paused);
            case Event.TurnResumed resumed ->
                json.field("action_id", resumed.action().toString()).field("resolution", resolution(resumed));
            case Event.ApprovalExpired expired ->
                json.field("action_id", expired.action().toString())
                        .field("approval_id", expired.approval().toString());
            case Event.TurnRecovered recovered ->
                json.field("turn_number", turn)
                        .field("superseded_from", recovered.supersededFrom())
                        .field("superseded_to", recovered.supersededTo());
            case Event.TurnCompleted completed -> {
                TurnOutput output = TurnOutput.of(completed, printed.facts().get());
                end(json, turn, completed, inner -> output.print(inner, printed.id()));
            }
            case Event.TurnFailed failed -> end(json, turn, failed, output -> output.field("error", failed.error()));
            case Event.TurnCancelled cancelled ->
                end(json, turn, cancelled, output -> output.field("error", cancelled.reason()));
            case Event.TurnCheckpointed checkpoint ->
                json.field("turn_number", checkpoint.turnNumber())
                        .field("revision", checkpoint.revision())
                        .field("total_cost", SessionJson.dollars(checkpoint.totalCostMicros()))
                        .field("metadata_sequence", checkpoint.metadataSequence());
            case Event.ModelCallRetried retried -> json.field("retry", retried.retry());
            case Event.SessionCreated created ->
                json.field("agent_id", created.settings().agentId()).field("metadata", created.metadata());
            case Event.SessionMetadataUpdated updated -> json.field("metadata", updated.metadata());
            case Event.SessionCompleted completed -> json.field("cause", cause(completed.cause()));
            case Event.SessionDeleted deleted -> json.field("cause", cause(deleted.cause()));
        }
    }

    private static void started(JsonWriter json, Event.TurnStarted started) {
        TurnRequest request = started.request();
        json.field("turn_number", started.turnNumber())
                .field("model", request.model())
                .field("input_text", userText(request.input()));
        if (request.instructions() != null) {
            json.field("instructions", request.instructions());
        }
    }

    /** What users said in the input, a line for each text. */
    private static String userText(List<Message> input) {
        return input.stream()
                .filter(Message.Said.class::isInstance)
                .map(Message.Said.class::cast)
                .filter(said -> said.role() == Message.Role.USER)
                .flatMap(said -> said.content().stream())
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /** The first action at the top, for readers that know of one only; then all that wait. */
    private static void paused(JsonWriter json, Event.TurnPaused paused) {
        PendingAction first = paused.actions().getFirst();
        json.field("reason", paused.reason().name().toLowerCase(Locale.ROOT))
                .field("action_id", first.call().id().toString())
                .field("tool", first.call().tool())
                .object(
                        "arguments",
                        inner -> inner.field(first.call().tool(), first.call().arguments()))
                .array("actions", paused.actions(), SessionJson::action);
    }

    /** The document knows two words; a result that needed no approval was not refused. */
    private static String resolution(Event.TurnResumed resumed) {
        return switch (resumed.resolution()) {
            case APPROVED, ANSWERED -> "approved";
            case REJECTED -> "rejected";
        };
    }

    private static void end(JsonWriter json, int turn, Event.TurnEnd end, Consumer<JsonWriter> output) {
        TokenUsage usage = end.cost().usage();
        json.field("turn_number", turn)
                .object("output", output)
                .object(
                        "usage",
                        inner -> inner.field("input_tokens", usage.inputTokens())
                                .field("output_tokens", usage.outputTokens())
                                .field("total_tokens", usage.total()));
    }

    private static String cause(Event.EndCause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
