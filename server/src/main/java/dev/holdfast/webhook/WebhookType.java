package dev.holdfast.webhook;

import dev.holdfast.event.Event;
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
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a webhook tells of. */
public enum WebhookType {
    TURN_PAUSED("turn.paused"),
    TURN_COMPLETED("turn.completed"),
    TURN_FAILED("turn.failed"),
    TURN_CANCELLED("turn.cancelled"),
    SESSION_COMPLETED("session.completed"),
    SESSION_DELETED("session.deleted"),
    /** Somebody asked for it; it tells of no event. */
    TEST("webhook.test");

    /** Those that tell of an event, which an endpoint can choose from. */
    public static final Set<WebhookType> OF_EVENTS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(TEST)));

    private final String text;

    WebhookType(String text) {
        this.text = text;
    }

    /** What tells of this event; most events are told to nobody. */
    static Optional<WebhookType> of(Event event) {
        return switch (event) {
            case TurnPaused _ -> Optional.of(TURN_PAUSED);
            case TurnCompleted _ -> Optional.of(TURN_COMPLETED);
            case TurnFailed _ -> Optional.of(TURN_FAILED);
            case TurnCancelled _ -> Optional.of(TURN_CANCELLED);
            case SessionCompleted _ -> Optional.of(SESSION_COMPLETED);
            case SessionDeleted _ -> Optional.of(SESSION_DELETED);
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
                    Progress _ -> Optional.empty();
        };
    }

    public static Optional<WebhookType> find(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** As it stands in a body. */
    @Override
    public String toString() {
        return text;
    }
}
