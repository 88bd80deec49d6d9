package dev.holdfast.provider;

import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.Json;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.ModelOutcome.Answered;
import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer as it comes from a provider: its words go on to the sink, the rest is gathered. One for each attempt. */
final class AnswerParts {

    private final AnswerSink sink;
    private final StringBuilder text = new StringBuilder();
    private final Map<Long, Call> calls = new TreeMap<>();
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable Json kept;
    private @Nullable Trouble trouble;
    private boolean whole;
    private boolean over;
    private boolean heard;

    AnswerParts(AnswerSink sink) {
        this.sink = sink;
    }

    private record Call(StringBuilder tool, StringBuilder arguments) {}

    void text(String delta) {
        if (!delta.isEmpty()) {
            heard = true;
            text.append(delta);
            sink.text(delta);
        }
    }

    void thinking(String delta) {
        if (!delta.isEmpty()) {
            heard = true;
            sink.thinking(delta);
        }
    }

    /** Hands each event on until nothing more is to be heard. */
    <E> void hear(Iterator<E> events, Consumer<E> heard) {
        while (!over && events.hasNext()) {
            heard.accept(events.next());
        }
    }

    /** More of the call at this place; calls are in the order of their places. */
    void call(long place, String tool, String arguments) {
        Call call = calls.computeIfAbsent(place, _ -> new Call(new StringBuilder(), new StringBuilder()));
        // Some servers repeat the name with every piece.
        if (call.tool().isEmpty()) {
            call.tool().append(tool);
        }
        call.arguments().append(arguments);
    }

    /** What has been used so far. */
    void used(TokenUsage total) {
        usage = total;
    }

    /** What the provider wants to see again. */
    void keep(Json items) {
        kept = items;
    }

    /** The answer is whole: whatever goes wrong from here on, it has come. */
    void whole() {
        whole = true;
    }

    /** The answer is whole, and nothing that follows matters. */
    void end() {
        whole = true;
        over = true;
    }

    /** The answer has reached its greatest length. A call that may lack its end must not be run. */
    void endShort(TroubleReport report) {
        if (calls.isEmpty()) {
            whole();
        } else {
            failed(report.stopped(
                    "it reached its greatest length in the middle of a call. Allow it more output tokens"));
        }
    }

    void failed(Trouble why) {
        over = true;
        if (trouble == null) {
            trouble = why;
        }
    }

    boolean complete() {
        return whole;
    }

    /** Whether some of it has gone on. */
    boolean heard() {
        return heard;
    }

    @Nullable
    Trouble trouble() {
        return trouble;
    }

    TokenUsage usage() {
        return usage;
    }

    /** The whole answer, which cost this before. */
    Answered answered(TokenUsage before) {
        List<RequestedCall> requested = new ArrayList<>();
        calls.values()
                .forEach(call -> requested.add(new RequestedCall(
                        call.tool().toString(),
                        call.arguments().isEmpty() ? "{}" : call.arguments().toString())));
        return new Answered(text.toString(), requested, before.plus(usage), kept);
    }
}
