package dev.holdfast.dialect.sessions;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a completed turn put out: its whole text, and the items that came after its last pause. A turn that a rejection
 * ended shows all its items, since nothing came after that.
 */
final class TurnOutput {

    private final TurnCompleted completed;
    private final StringBuilder said = new StringBuilder();
    private final List<ToolCallCompleted> ran = new ArrayList<>();
    private final Map<ActionId, Runner> runners = new HashMap<>();
    /** The outputs of the calls that somebody let pass, in the order of the decisions. */
    private final Map<ActionId, @Nullable String> decided = new LinkedHashMap<>();

    private TurnOutput(TurnCompleted completed) {
        this.completed = completed;
    }

    static TurnOutput of(TurnCompleted completed, List<RecordedEvent> facts) {
        TurnOutput output = new TurnOutput(completed);
        facts.forEach(fact -> output.add(fact.event()));
        if (completed.step() != null) {
            output.said.append(completed.step().text());
        }
        return output;
    }

    void print(JsonWriter json, EventId end) {
        json.field("text", completed.text()).array("output", items(end), OutputItem::print);
        List<Map.Entry<ActionId, @Nullable String>> outputs = decided.entrySet().stream()
                .filter(entry -> entry.getValue() != null || runners.get(entry.getKey()) == Runner.CALLER)
                .toList();
        if (!outputs.isEmpty()) {
            json.array(
                    "tool_outputs",
                    outputs,
                    (inner, entry) ->
                            inner.field("action_id", entry.getKey().toString()).field("output", entry.getValue()));
        }
        if (completed.rejected() != null) {
            json.field("tool_call_rejected", true)
                    .field("action_id", completed.rejected().toString());
        }
    }

    private List<OutputItem> items(EventId end) {
        List<OutputItem> items = new ArrayList<>();
        if (!said.isEmpty()) {
            items.add(new OutputItem.Answer(end.message(), said.toString()));
        }
        completed.openCalls().forEach(call -> items.add(new OutputItem.OpenCall(call)));
        ran.forEach(call -> items.add(new OutputItem.Ran(call)));
        return items;
    }

    private void add(Event event) {
        switch (event) {
            case ToolCallStarted started -> {
                runners.put(started.call().id(), started.runner());
                if (started.step() != null) {
                    said.append(started.step().text());
                }
            }
            case ToolCallCompleted call -> {
                ran.add(call);
                if (decided.containsKey(call.action())) {
                    decided.put(call.action(), call.output());
                }
            }
            case TurnResumed resumed -> resume(resumed);
            case Event.ApprovalExpired _ -> wentOn();
            case Event.SessionCreated _,
                    Event.SessionMetadataUpdated _,
                    Event.SessionCompleted _,
                    Event.SessionDeleted _,
                    Event.TurnStarted _,
                    Event.ModelCallRetried _,
                    Event.ToolCallExecuting _,
                    Event.ToolCallInDoubt _,
                    Event.TurnPaused _,
                    Event.TurnRecovered _,
                    Event.TurnCheckpointed _,
                    Event.TurnEnd _,
                    Event.Progress _ -> {}
        }
    }

    private void resume(TurnResumed resumed) {
        if (resumed.resolution() == Resolution.REJECTED) {
            return;
        }
        decided.put(resumed.action(), resumed.output());
        wentOn();
    }

    /** A pause came to its end, or to the end of a part of it. */
    private void wentOn() {
        if (completed.rejected() == null) {
            said.setLength(0);
            ran.clear();
        }
    }
}
