package dev.holdfast.dialect.sessions;

import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.JsonDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session's log from event 1 on, all in turn 1, and how its events print. */
final class PrintedLog {

    static final SessionId SESSION = new SessionId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    static final ActionId FIRST = new ActionId(new UUID(0, 1));
    static final ActionId SECOND = new ActionId(new UUID(0, 2));
    static final KeyId KEY = new KeyId(new UUID(0, 3));
    static final Instant AT = Instant.parse("2026-06-23T00:00:00Z");
    static final TurnCost COST = new TurnCost(new TokenUsage(88, 9), 12);

    private final List<RecordedEvent> events = new ArrayList<>();

    PrintedLog(Event... events) {
        for (Event event : events) {
            this.events.add(new RecordedEvent(this.events.size() + 1, 1, AT, event));
        }
    }

    /** The events of the log as frames, in order. */
    List<String> frames() {
        return events.stream().map(event -> printed(event).frame()).toList();
    }

    /** The payload of the last event. */
    JsonDocument payload() {
        return JsonDocument.parse(page().text("payload"));
    }

    /** The last event as an entry of a page. */
    JsonDocument page() {
        return JsonDocument.parse(JsonWriter.object(printed(events.getLast())::print));
    }

    private EventJson printed(RecordedEvent event) {
        return new EventJson(SESSION, event, () -> {
            if (!(event.event() instanceof Event.TurnCompleted)) {
                throw new AssertionError("The facts of a turn were read for " + event);
            }
            return events.subList(0, events.indexOf(event));
        });
    }

    static Event started(String model, String input) {
        return started(model, null, List.of(user(new Content.Text(input))));
    }

    static Event started(String model, @Nullable String instructions, List<Message> input) {
        return new Event.TurnStarted(
                1,
                KEY,
                new TurnRequest(
                        input,
                        model,
                        instructions,
                        null,
                        new ToolChoice.Auto(),
                        Sampling.USUAL,
                        TurnRequest.Approvals.FLAGGED_OR_ALL,
                        TurnRequest.LooseCalls.END_TURN));
    }

    static Message user(Content... content) {
        return new Message.Said(Message.Role.USER, List.of(content));
    }

    static ModelStep step(String text, ToolCall... calls) {
        return new ModelStep(text, List.of(calls), TokenUsage.NONE, 0, null);
    }

    static ToolCall call(ActionId id, String tool, String arguments) {
        return new ToolCall(id, tool, arguments);
    }

    static Event resumed(ActionId action, Event.Resolution resolution, @Nullable String output) {
        return new Event.TurnResumed(action, resolution, output, null, KEY);
    }
}
