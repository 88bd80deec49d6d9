package dev.holdfast.log;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.KeyId;
import dev.holdfast.v1.ActionNeed;
import dev.holdfast.v1.ModelCallRetried;
import dev.holdfast.v1.PauseReason;
import dev.holdfast.v1.ToolCallStarted;
import dev.holdfast.v1.TurnCancelled;
import dev.holdfast.v1.TurnCheckpointed;
import dev.holdfast.v1.TurnCompleted;
import dev.holdfast.v1.TurnFailed;
import dev.holdfast.v1.TurnFailureCause;
import dev.holdfast.v1.TurnPaused;
import dev.holdfast.v1.TurnStarted;
import org.jspecify.annotations.Nullable;

/** The facts of a turn as messages and back. Reading trusts the message, for it was once written here. */
public final class TurnMessages {

    private TurnMessages() {}

    static TurnStarted print(Event.TurnStarted started) {
        return TurnStarted.newBuilder()
                .setTurnNumber(started.turnNumber())
                .setKeyId(started.key().toString())
                .setRequest(TurnRequestMessages.print(started.request()))
                .build();
    }

    static Event.TurnStarted read(TurnStarted message) {
        return new Event.TurnStarted(
                message.getTurnNumber(), key(message.getKeyId()), TurnRequestMessages.read(message.getRequest()));
    }

    static ModelCallRetried print(Event.ModelCallRetried retried) {
        ModelCallRetried.Builder message = ModelCallRetried.newBuilder().setRetry(retried.retry());
        if (!retried.spent().equals(TurnCost.NONE)) {
            message.setUsage(print(retried.spent().usage()))
                    .setCostMicros(retried.spent().micros());
        }
        return message.build();
    }

    static Event.ModelCallRetried read(ModelCallRetried message) {
        return new Event.ModelCallRetried(
                message.getRetry(), new TurnCost(read(message.getUsage()), message.getCostMicros()));
    }

    static ToolCallStarted print(Event.ToolCallStarted started) {
        ToolCallStarted.Builder message = ToolCallStarted.newBuilder()
                .setCall(print(started.call()))
                .setRunByServer(started.runner() == Event.Runner.SERVER)
                .setGated(started.gated());
        if (started.step() != null) {
            message.setStep(print(started.step()));
        }
        return message.build();
    }

    static Event.ToolCallStarted read(ToolCallStarted message) {
        return new Event.ToolCallStarted(
                read(message.getCall()),
                message.getRunByServer() ? Event.Runner.SERVER : Event.Runner.CALLER,
                message.getGated(),
                message.hasStep() ? read(message.getStep()) : null);
    }

    static TurnPaused print(Event.TurnPaused paused) {
        return TurnPaused.newBuilder()
                .setReason(
                        switch (paused.reason()) {
                            case APPROVAL_REQUIRED -> PauseReason.PAUSE_REASON_APPROVAL_REQUIRED;
                            case RESULT_REQUIRED -> PauseReason.PAUSE_REASON_RESULT_REQUIRED;
                            case EFFECT_IN_DOUBT -> PauseReason.PAUSE_REASON_EFFECT_IN_DOUBT;
                        })
                .addAllActions(
                        paused.actions().stream().map(TurnMessages::print).toList())
                .build();
    }

    static Event.TurnPaused read(TurnPaused message) {
        return new Event.TurnPaused(
                switch (message.getReason()) {
                    case PAUSE_REASON_APPROVAL_REQUIRED -> Event.PauseReason.APPROVAL_REQUIRED;
                    case PAUSE_REASON_RESULT_REQUIRED -> Event.PauseReason.RESULT_REQUIRED;
                    case PAUSE_REASON_EFFECT_IN_DOUBT -> Event.PauseReason.EFFECT_IN_DOUBT;
                    case PAUSE_REASON_UNSPECIFIED, UNRECOGNIZED ->
                        throw unreadable("reason of a pause", message.getReason());
                },
                message.getActionsList().stream().map(TurnMessages::read).toList());
    }

    static TurnCompleted print(Event.TurnCompleted completed) {
        TurnCompleted.Builder message = TurnCompleted.newBuilder()
                .setText(completed.text())
                .addAllOpenCalls(
                        completed.openCalls().stream().map(TurnMessages::print).toList())
                .setUsage(print(completed.cost().usage()))
                .setCostMicros(completed.cost().micros());
        if (completed.step() != null) {
            message.setStep(print(completed.step()));
        }
        if (completed.rejected() != null) {
            message.setRejectedActionId(completed.rejected().toString());
        }
        return message.build();
    }

    static Event.TurnCompleted read(TurnCompleted message) {
        return new Event.TurnCompleted(
                message.hasStep() ? read(message.getStep()) : null,
                message.getText(),
                message.getOpenCallsList().stream().map(TurnMessages::read).toList(),
                new TurnCost(read(message.getUsage()), message.getCostMicros()),
                message.hasRejectedActionId() ? action(message.getRejectedActionId()) : null);
    }

    static TurnFailed print(Event.TurnFailed failed) {
        return TurnFailed.newBuilder()
                .setError(failed.error())
                .setCause(
                        switch (failed.cause()) {
                            case MODEL -> TurnFailureCause.TURN_FAILURE_CAUSE_MODEL;
                            case LIMIT -> TurnFailureCause.TURN_FAILURE_CAUSE_LIMIT;
                            case INTERRUPTED -> TurnFailureCause.TURN_FAILURE_CAUSE_INTERRUPTED;
                            case INTERNAL -> TurnFailureCause.TURN_FAILURE_CAUSE_INTERNAL;
                        })
                .setUsage(print(failed.cost().usage()))
                .setCostMicros(failed.cost().micros())
                .build();
    }

    static Event.TurnFailed read(TurnFailed message) {
        return new Event.TurnFailed(
                message.getError(),
                switch (message.getCause()) {
                    case TURN_FAILURE_CAUSE_MODEL -> Event.FailureCause.MODEL;
                    case TURN_FAILURE_CAUSE_LIMIT -> Event.FailureCause.LIMIT;
                    case TURN_FAILURE_CAUSE_INTERRUPTED -> Event.FailureCause.INTERRUPTED;
                    case TURN_FAILURE_CAUSE_INTERNAL -> Event.FailureCause.INTERNAL;
                    case TURN_FAILURE_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
                        throw unreadable("cause of a failure", message.getCause());
                },
                new TurnCost(read(message.getUsage()), message.getCostMicros()));
    }

    static TurnCancelled print(Event.TurnCancelled cancelled) {
        return TurnCancelled.newBuilder()
                .setReason(cancelled.reason())
                .setUsage(print(cancelled.cost().usage()))
                .setCostMicros(cancelled.cost().micros())
                .build();
    }

    static Event.TurnCancelled read(TurnCancelled message) {
        return new Event.TurnCancelled(
                message.getReason(), new TurnCost(read(message.getUsage()), message.getCostMicros()));
    }

    static TurnCheckpointed print(Event.TurnCheckpointed checkpoint) {
        return TurnCheckpointed.newBuilder()
                .setTurnNumber(checkpoint.turnNumber())
                .setRevision(checkpoint.revision())
                .setTotalCostMicros(checkpoint.totalCostMicros())
                .setMetadataSequence(checkpoint.metadataSequence())
                .build();
    }

    static Event.TurnCheckpointed read(TurnCheckpointed message) {
        return new Event.TurnCheckpointed(
                message.getTurnNumber(),
                message.getRevision(),
                message.getTotalCostMicros(),
                message.getMetadataSequence());
    }

    static ActionId action(String text) {
        return ActionId.parse(text).orElseThrow(() -> unreadable("action", text));
    }

    static KeyId key(String text) {
        return KeyId.parse(text).orElseThrow(() -> unreadable("key", text));
    }

    private static dev.holdfast.v1.ModelStep print(ModelStep step) {
        var message = dev.holdfast.v1.ModelStep.newBuilder()
                .setText(step.text())
                .addAllCalls(step.calls().stream().map(TurnMessages::print).toList())
                .setUsage(print(step.usage()))
                .setCostMicros(step.costMicros());
        if (step.providerItems() != null) {
            message.setProviderItems(SettingsMessages.json(step.providerItems()));
        }
        return message.build();
    }

    private static ModelStep read(dev.holdfast.v1.ModelStep message) {
        return new ModelStep(
                message.getText(),
                message.getCallsList().stream().map(TurnMessages::read).toList(),
                read(message.getUsage()),
                message.getCostMicros(),
                message.hasProviderItems() ? new Json(message.getProviderItems().getText()) : null);
    }

    public static dev.holdfast.v1.ToolCall print(ToolCall call) {
        return dev.holdfast.v1.ToolCall.newBuilder()
                .setCallId(call.id().toString())
                .setTool(call.tool())
                .setArguments(call.arguments())
                .build();
    }

    private static ToolCall read(dev.holdfast.v1.ToolCall message) {
        return new ToolCall(action(message.getCallId()), message.getTool(), message.getArguments());
    }

    private static dev.holdfast.v1.TokenUsage print(TokenUsage usage) {
        return dev.holdfast.v1.TokenUsage.newBuilder()
                .setInputTokens(usage.inputTokens())
                .setOutputTokens(usage.outputTokens())
                .build();
    }

    private static TokenUsage read(dev.holdfast.v1.TokenUsage message) {
        return new TokenUsage(message.getInputTokens(), message.getOutputTokens());
    }

    public static dev.holdfast.v1.PendingAction print(PendingAction action) {
        var message = dev.holdfast.v1.PendingAction.newBuilder()
                .setCall(print(action.call()))
                .setNeed(
                        switch (action.need()) {
                            case APPROVAL -> ActionNeed.ACTION_NEED_APPROVAL;
                            case APPROVAL_AND_RESULT -> ActionNeed.ACTION_NEED_APPROVAL_AND_RESULT;
                            case RESULT -> ActionNeed.ACTION_NEED_RESULT;
                            case DOUBT_SETTLED -> ActionNeed.ACTION_NEED_DOUBT_SETTLED;
                        });
        if (action.approval() != null) {
            message.setApprovalId(action.approval().toString())
                    .setDigest(CallDigest.of(action.call()).hex());
        }
        return message.build();
    }

    public static PendingAction read(dev.holdfast.v1.PendingAction message) {
        return new PendingAction(
                read(message.getCall()),
                switch (message.getNeed()) {
                    case ACTION_NEED_APPROVAL -> PendingAction.Need.APPROVAL;
                    case ACTION_NEED_APPROVAL_AND_RESULT -> PendingAction.Need.APPROVAL_AND_RESULT;
                    case ACTION_NEED_RESULT -> PendingAction.Need.RESULT;
                    case ACTION_NEED_DOUBT_SETTLED -> PendingAction.Need.DOUBT_SETTLED;
                    case ACTION_NEED_UNSPECIFIED, UNRECOGNIZED ->
                        throw unreadable("need of an action", message.getNeed());
                },
                message.getApprovalId().isEmpty() ? null : RulingMessages.approval(message.getApprovalId()));
    }

    static UnreadableEventException unreadable(String what, @Nullable Object value) {
        return new UnreadableEventException("a turn has the unknown " + what + " " + value, null);
    }
}
