package dev.holdfast.dialect.responses;

import dev.holdfast.dialect.body.Frame;
import dev.holdfast.json.JsonLine;
import dev.holdfast.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The events of a response's stream, numbered from 0 in the order in which they are added. */
final class ResponseEvents {

    private final List<Frame> frames = new ArrayList<>();
    private long next;

    /** What was added since the last call. */
    List<Frame> take() {
        List<Frame> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    void add(String type, Consumer<JsonWriter> fields) {
        long number = next++;
        String data = JsonWriter.object(json -> {
            json.field("type", type).field("sequence_number", number);
            fields.accept(json);
        });
        frames.add(new Frame(number, type, JsonLine.of(data)));
    }

    void begun(OutputItem item) {
        add(
                "response.output_item.added",
                data -> data.field("output_index", item.index()).object("item", json -> {
                    switch (item) {
                        case SpokenItem spoken -> spoken.print(json);
                        case CallItem call -> call.printBegun(json);
                    }
                }));
    }

    void done(OutputItem item) {
        add(
                "response.output_item.done",
                data -> data.field("output_index", item.index()).object("item", item::print));
    }

    void partBegun(SpokenItem item) {
        switch (item.kind()) {
            case MESSAGE ->
                of(
                        item,
                        "response.content_part.added",
                        data -> data.field("content_index", 0).object("part", part -> SpokenItem.textPart(part, "")));
            case REASONING ->
                of(
                        item,
                        "response.reasoning_summary_part.added",
                        data -> data.field("summary_index", 0)
                                .object("part", part -> SpokenItem.summaryPart(part, "")));
        }
    }

    void delta(SpokenItem item, String delta) {
        switch (item.kind()) {
            case MESSAGE ->
                of(
                        item,
                        "response.output_text.delta",
                        data -> data.field("content_index", 0)
                                .field("delta", delta)
                                .field("logprobs", List.of()));
            case REASONING ->
                of(
                        item,
                        "response.reasoning_summary_text.delta",
                        data -> data.field("summary_index", 0).field("delta", delta));
        }
    }

    void partDone(SpokenItem item) {
        switch (item.kind()) {
            case MESSAGE -> {
                of(
                        item,
                        "response.output_text.done",
                        data -> data.field("content_index", 0)
                                .field("text", item.text())
                                .field("logprobs", List.of()));
                of(
                        item,
                        "response.content_part.done",
                        data -> data.field("content_index", 0)
                                .object("part", part -> SpokenItem.textPart(part, item.text())));
            }
            case REASONING -> {
                of(
                        item,
                        "response.reasoning_summary_text.done",
                        data -> data.field("summary_index", 0).field("text", item.text()));
                of(
                        item,
                        "response.reasoning_summary_part.done",
                        data -> data.field("summary_index", 0)
                                .object("part", part -> SpokenItem.summaryPart(part, item.text())));
            }
        }
    }

    /** A model gives the arguments of a call in one piece. */
    void arguments(CallItem item) {
        String arguments = item.call().arguments();
        String type = switch (item.runner()) {
            case CALLER -> "response.function_call_arguments";
            case SERVER -> {
                of(item, "response.mcp_call.in_progress", data -> {});
                yield "response.mcp_call_arguments";
            }
        };
        if (!arguments.isEmpty()) {
            of(item, type + ".delta", data -> data.field("delta", arguments));
        }
        of(item, type + ".done", data -> data.field("name", item.call().tool()).field("arguments", arguments));
    }

    void returned(CallItem item, boolean failed) {
        of(item, failed ? "response.mcp_call.failed" : "response.mcp_call.completed", data -> {});
    }

    private void of(OutputItem item, String type, Consumer<JsonWriter> fields) {
        add(type, data -> {
            data.field("item_id", item.id()).field("output_index", item.index());
            fields.accept(data);
        });
    }
}
