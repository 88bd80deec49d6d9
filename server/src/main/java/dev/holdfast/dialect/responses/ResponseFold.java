package dev.holdfast.dialect.responses;

import dev.holdfast.dialect.body.Frame;
import dev.holdfast.dialect.body.TurnFrames;
import dev.holdfast.dialect.responses.OutputItem.Status;
import dev.holdfast.dialect.responses.ResponseJson.Standing;
import dev.holdfast.dialect.responses.SpokenItem.Kind;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A turn as a response: the frames of its stream, and the object that it amounts to so far.
 *
 * <p>OpenAI's vocabulary has no word for an answer that a crash cut off and that went on otherwise. What a piece of text
 * comes to is said when it is done, so the text that still stands ends there as an incomplete item, and the rest follows
 * in an item of its own: nothing that stands is told twice. An answer in a form that was asked for is only whole in one
 * piece; it goes on, and its end says what it is.
 */
final class ResponseFold implements TurnFrames {

    private final String id;
    private final ResponseNotes notes;
    private final Reader reader;
    private final ResponseEvents events = new ResponseEvents();
    private final List<OutputItem> output = new ArrayList<>();

    /** The calls that the server has not brought back. */
    private final Map<ActionId, CallItem> running = new LinkedHashMap<>();

    private @Nullable ResponseJson response;
    private @Nullable SpokenItem open;
    private Standing standing = new Standing.InProgress();
    private boolean over;

    ResponseFold(String id, ResponseNotes notes, Reader reader) {
        this.id = id;
        this.notes = notes;
        this.reader = reader;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public List<Frame> add(RecordedEvent recorded) {
        switch (recorded.event()) {
            case Event.TurnStarted started -> {
                response = ResponseJson.of(id, recorded, started, notes, reader);
                events.add("response.created", data -> data.field("id", id).object("response", this::print));
                events.add("response.in_progress", data -> data.object("response", this::print));
            }
            case Event.TextAdded added -> piece(Kind.MESSAGE, added.delta(), recorded.sequence());
            case Event.ThinkingAdded added -> {
                if (notes.thinking()) {
                    piece(Kind.REASONING, added.delta(), recorded.sequence());
                }
            }
            case Event.ToolCallStarted started -> called(started);
            case Event.ToolCallCompleted completed ->
                returned(completed.action(), completed.output(), completed.failed());
            case Event.TurnResumed resumed -> {
                if (resumed.output() != null) {
                    returned(resumed.action(), resumed.output(), resumed.failed());
                }
            }
            case Event.TurnRecovered recovered -> recovered(recovered);
            case Event.TurnEnd end -> ended(end);
            case Event.ModelCallRetried _,
                    Event.ToolCallExecuting _,
                    Event.ToolCallInDoubt _,
                    Event.TurnPaused _,
                    Event.ApprovalExpired _,
                    Event.TurnCheckpointed _,
                    Event.SessionCreated _,
                    Event.SessionMetadataUpdated _,
                    Event.SessionCompleted _,
                    Event.SessionDeleted _ -> {}
        }
        return events.take();
    }

    /** The response as it stands. */
    String json() {
        return JsonWriter.object(this::print);
    }

    /** The same with another word for how it stands. */
    void print(JsonWriter json, String status) {
        begun().print(json, standing, status, output);
    }

    private void print(JsonWriter json) {
        begun().print(json, standing, output);
    }

    private ResponseJson begun() {
        if (response == null) {
            throw new IllegalStateException("The events of a turn begin with its beginning");
        }
        return response;
    }

    private void piece(Kind kind, String delta, long sequence) {
        SpokenItem item = open;
        if (item == null || item.kind() != kind) {
            close(Status.COMPLETED);
            if (kind == Kind.MESSAGE) {
                reason();
            }
            item = open(kind);
        }
        item.add(sequence, delta);
        events.delta(item, delta);
    }

    private SpokenItem open(Kind kind) {
        SpokenItem item = new SpokenItem(kind, id.substring(id.indexOf('_') + 1), output.size());
        output.add(item);
        events.begun(item);
        events.partBegun(item);
        open = item;
        return item;
    }

    private void close(Status how) {
        SpokenItem item = open;
        if (item != null) {
            item.end(how);
            events.partDone(item);
            events.done(item);
            open = null;
        }
    }

    /** Who asks for thoughts is shown that there were, though the model told none. */
    private void reason() {
        if (notes.thinking() && output.isEmpty()) {
            SpokenItem item = new SpokenItem(Kind.REASONING, id.substring(id.indexOf('_') + 1), 0);
            output.add(item);
            events.begun(item);
            item.end(Status.COMPLETED);
            events.done(item);
        }
    }

    private void called(Event.ToolCallStarted started) {
        close(Status.COMPLETED);
        reason();
        CallItem item = new CallItem(started, output.size());
        output.add(item);
        events.begun(item);
        events.arguments(item);
        if (item.runner() == Runner.CALLER) {
            item.end(Status.COMPLETED);
            events.done(item);
        } else {
            running.put(item.call().id(), item);
        }
    }

    private void returned(ActionId action, String result, boolean failed) {
        CallItem item = running.remove(action);
        if (item != null) {
            item.end(failed ? Status.FAILED : Status.COMPLETED, result);
            events.returned(item, failed);
            events.done(item);
        }
    }

    private void recovered(Event.TurnRecovered recovered) {
        SpokenItem last = open;
        boolean cut = false;
        for (OutputItem item : output) {
            if (item instanceof SpokenItem spoken && spoken.cut(recovered.supersededFrom(), recovered.supersededTo())) {
                cut |= spoken == last;
            }
        }
        if (cut && begun().request().sampling().format() == null) {
            close(Status.INCOMPLETE);
        }
    }

    private void ended(Event.TurnEnd end) {
        standing = standing(end);
        close(standing instanceof Standing.Completed ? Status.COMPLETED : Status.INCOMPLETE);
        reason();
        for (CallItem item : running.values()) {
            item.end(Status.INCOMPLETE);
            events.done(item);
        }
        running.clear();
        events.add("response." + standing.status(), data -> data.object("response", this::print));
        if (reader == Reader.SESSIONS) {
            events.add("response.done", data -> data.object("response", this::print));
        }
        over = true;
    }

    private Standing standing(Event.TurnEnd end) {
        TokenUsage usage = end.cost().usage();
        return switch (end) {
            case TurnCompleted completed ->
                cutShort(completed.step()) ? new Standing.Incomplete(usage) : new Standing.Completed(usage);
            case Event.TurnFailed failed -> new Standing.Failed(failed.error(), usage);
            case TurnCancelled cancelled
            when cancelled.reason().equals(TurnCancelled.SESSION_EXPIRED) ->
                new Standing.Failed(cancelled.reason(), usage);
            case TurnCancelled _ -> new Standing.Cancelled(usage);
        };
    }

    /** An answer that has all the words it may have is taken for one that had more to say. */
    private boolean cutShort(@Nullable ModelStep last) {
        Integer most = begun().request().sampling().maxOutputTokens();
        return last != null && most != null && last.usage().outputTokens() >= most;
    }
}
