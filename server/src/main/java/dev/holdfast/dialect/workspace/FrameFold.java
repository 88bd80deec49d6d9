package dev.holdfast.dialect.workspace;

import dev.holdfast.dialect.body.ArgumentsJson;
import dev.holdfast.dialect.body.Frame;
import dev.holdfast.dialect.body.TurnFrames;
import dev.holdfast.engine.TurnEngine;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.JsonLine;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ResponseId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A turn in the frames of this dialect.
 *
 * <p>A call that waits for a person is not the reader's to answer. It is shown like a tool of the server's: begun when the
 * model asks for it, executing when it is run.
 */
final class FrameFold implements TurnFrames {

    private final ResponseId id;
    private final List<Frame> frames = new ArrayList<>();

    /** The pieces of the answer that is due: the frame that shows each, by its event's number. */
    private final NavigableMap<Long, Long> pieces = new TreeMap<>();

    /** The calls that have not been shown executing. */
    private final Map<ActionId, ToolCallStarted> waiting = new HashMap<>();

    private long next;
    private @Nullable Block open;
    private boolean over;

    FrameFold(ResponseId id) {
        this.id = id;
    }

    private enum Block {
        TEXT("text"),
        THINKING("thinking");

        private final String type;

        Block(String type) {
            this.type = type;
        }
    }

    @Override
    public String id() {
        return id.toString();
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public List<Frame> add(RecordedEvent recorded) {
        frames.clear();
        switch (recorded.event()) {
            case Event.TurnStarted _ ->
                frame(
                        "message.created",
                        data -> data.field("id", id.toString())
                                .field("session_id", id.session().toString())
                                .field("status", "in_progress"));
            case Event.TextAdded added -> piece(Block.TEXT, added.delta(), recorded.sequence());
            case Event.ThinkingAdded added -> piece(Block.THINKING, added.delta(), recorded.sequence());
            case ToolCallStarted started -> called(started);
            case Event.ToolCallExecuting executing -> executing(executing.action());
            case Event.ToolCallCompleted completed ->
                result(completed.action(), completed.output(), completed.failed());
            case TurnResumed resumed -> decided(resumed);
            case Event.ApprovalExpired expired -> result(expired.action(), "Nobody decided in time.", true);
            case Event.TurnRecovered recovered -> recovered(recovered);
            case Event.TurnEnd end -> ended(end);
            case Event.ModelCallRetried _,
                    Event.ToolCallInDoubt _,
                    Event.TurnPaused _,
                    Event.TurnCheckpointed _,
                    Event.SessionCreated _,
                    Event.SessionMetadataUpdated _,
                    Event.SessionCompleted _,
                    Event.SessionDeleted _ -> {}
        }
        return List.copyOf(frames);
    }

    private void piece(Block block, String delta, long sequence) {
        if (open != block) {
            close();
            frame(block.type + ".start", data -> {});
            open = block;
        }
        pieces.put(sequence, next);
        frame(block.type + ".delta", data -> data.field("content", delta));
    }

    private void close() {
        if (open != null) {
            frame(open.type + ".stop", data -> {});
            open = null;
        }
    }

    private void called(ToolCallStarted started) {
        close();
        pieces.clear();
        ToolCall call = started.call();
        if (started.runner() == Runner.CALLER && !started.gated()) {
            frame(
                    "tool_call.requested",
                    data -> data.field("call_id", call.id().toString())
                            .field("id", call.id().toString())
                            .field("name", call.tool())
                            .field("arguments", call.arguments())
                            .field("input", ArgumentsJson.object(call.arguments())));
            return;
        }
        waiting.put(call.id(), started);
        frame(
                "tool_use.start",
                data -> data.field("name", call.tool()).field("id", call.id().toString()));
        frame("tool_use.input_delta", data -> data.field("content", call.arguments()));
        if (!started.gated()) {
            executing(call.id());
        }
        frame("tool_use.stop", data -> {});
    }

    /** Shown once: that a call is run again after a crash says nothing to whoever reads. */
    private void executing(ActionId action) {
        ToolCallStarted started = waiting.remove(action);
        if (started != null) {
            ToolCall call = started.call();
            frame(
                    "tool_use.executing",
                    data -> data.field("name", call.tool())
                            .field("id", call.id().toString())
                            .field("input", ArgumentsJson.object(call.arguments())));
        }
    }

    private void decided(TurnResumed resumed) {
        Ruling ruling = resumed.ruling();
        String edits = ruling == null ? null : ruling.arguments();
        ToolCallStarted gated = waiting.computeIfPresent(
                resumed.action(),
                (_, asked) -> edits == null
                        ? asked
                        : new ToolCallStarted(asked.call().with(edits), asked.runner(), true, null));
        if (resumed.output() != null) {
            result(resumed.action(), resumed.output(), resumed.failed());
        } else if (resumed.resolution() == Event.Resolution.REJECTED) {
            String reason = resumed.reason() == null || resumed.reason().isBlank() ? "." : ": " + resumed.reason();
            result(resumed.action(), "Rejected by a person" + reason, true);
        } else if (gated != null && gated.runner() == Runner.CALLER && (ruling == null || !ruling.resultFollows())) {
            result(resumed.action(), TurnEngine.APPROVED_WITHOUT_RESULT, false);
        }
    }

    private void result(ActionId action, String content, boolean failed) {
        waiting.remove(action);
        frame(
                "tool_result",
                data -> data.field("id", action.toString())
                        .field("content", content)
                        .field("is_error", failed));
    }

    private void recovered(Event.TurnRecovered recovered) {
        close();
        Map<Long, Long> superseded = pieces.subMap(recovered.supersededFrom(), true, recovered.supersededTo(), true);
        long from =
                superseded.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        long to = superseded.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        superseded.clear();
        frame(
                "message.recovered",
                data -> data.field("id", id.toString())
                        .field("superseded_from", from)
                        .field("superseded_to", to));
    }

    private void ended(Event.TurnEnd end) {
        close();
        switch (end) {
            case Event.TurnCompleted completed -> {
                TokenUsage usage = completed.cost().usage();
                terminal(
                        "message.completed",
                        "completed",
                        data -> data.object(
                                "usage",
                                tokens -> tokens.field("input_tokens", usage.inputTokens())
                                        .field("output_tokens", usage.outputTokens())
                                        .field("total_tokens", usage.total())));
            }
            case Event.TurnFailed failed -> failed(failed.error());
            case TurnCancelled cancelled
            when cancelled.reason().equals(TurnCancelled.SESSION_EXPIRED) -> failed(cancelled.reason());
            case TurnCancelled _ -> terminal("message.cancelled", "cancelled", data -> {});
        }
        over = true;
    }

    private void failed(String error) {
        frame(
                "message.error",
                data -> data.field("id", id.toString()).field("error", error).field("status", "failed"));
    }

    private void terminal(String event, String status, Consumer<JsonWriter> more) {
        frame(event, data -> {
            data.field("id", id.toString()).field("status", status);
            more.accept(data);
        });
    }

    private void frame(String event, Consumer<JsonWriter> fields) {
        long number = next++;
        String data = JsonWriter.object(json -> {
            fields.accept(json);
            json.field("sequence_number", number);
        });
        frames.add(new Frame(number, event, JsonLine.of(data)));
    }
}
