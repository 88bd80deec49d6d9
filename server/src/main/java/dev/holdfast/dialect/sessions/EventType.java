package dev.holdfast.dialect.sessions;

import dev.holdfast.event.Event;

/**
 * The names of events in this dialect. Eight are documented; the others are the native ones, and stand here so that the
 * numbers of a log and of a stream have no holes.
 */
final class EventType {

    private EventType() {}

    static String of(Event event) {
        return switch (event) {
            case Event.TurnStarted _ -> "turn.started";
            case Event.TextAdded _ -> "output_text.delta";
            case Event.ToolCallStarted _ -> "tool_call.started";
            case Event.ToolCallCompleted _ -> "tool_call.completed";
            case Event.TurnPaused _ -> "turn.paused";
            case Event.TurnResumed _ -> "turn.resumed";
            case Event.TurnCompleted _ -> "turn.completed";
            // The document knows two ends of a turn: a cancelled one has not completed.
            case Event.TurnFailed _, Event.TurnCancelled _ -> "turn.failed";
            case Event.SessionCreated _ -> "session.created";
            case Event.SessionMetadataUpdated _ -> "session.metadata_updated";
            case Event.SessionCompleted _ -> "session.completed";
            case Event.SessionDeleted _ -> "session.deleted";
            case Event.ModelCallRetried _ -> "model_call.retried";
            case Event.ToolCallExecuting _ -> "tool_call.executing";
            case Event.ToolCallInDoubt _ -> "tool_call.in_doubt";
            case Event.ApprovalExpired _ -> "approval.expired";
            case Event.TurnRecovered _ -> "turn.recovered";
            case Event.TurnCheckpointed _ -> "turn.checkpoint";
            case Event.ThinkingAdded _ -> "thinking.delta";
        };
    }
}
