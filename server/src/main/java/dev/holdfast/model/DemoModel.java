package dev.holdfast.model;

import dev.holdfast.event.Content;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built-in model. It needs no key and no network, answers the same request always with the same words, and does
 * what lines in the input tell it (docs/models.md), so that everyone can try approvals, crashes and slow streams.
 */
public final class DemoModel implements Model {

    private final Pause pause;

    public DemoModel(Pause pause) {
        this.pause = pause;
    }

    @Override
    public ModelOutcome answer(ModelRequest request, AnswerSink sink) throws InterruptedException {
        DemoConversation conversation = DemoConversation.of(request.conversation());
        DemoScript script = DemoScript.parse(texts(conversation.told()));
        DemoStep step = script.step(conversation.rounds());
        boolean first = conversation.rounds() == 0;
        List<RequestedCall> calls = first
                ? firstCalls(request.choice(), request.tools(), script.asks(), step.calls())
                : laterCalls(request.choice(), step.calls());
        DemoSpeech speech = new DemoSpeech(sink, pause, step.pace());
        speech.think(step.thought());
        Integer most = request.sampling().maxOutputTokens();
        String text =
                speech.say(pieces(request, conversation, step, calls).limit(most == null ? Long.MAX_VALUE : most));
        long read = DemoUsage.wordsRead(request);
        if (step.failure() != null) {
            return new ModelOutcome.Failed(step.failure(), new TokenUsage(read, speech.words()));
        }
        long written = speech.words() + DemoUsage.wordsOf(calls);
        return new ModelOutcome.Answered(text, calls, new TokenUsage(read, written), null);
    }

    /** The calls that the input asks for, unless the choice forbids them or asks for others, or it is a question. */
    private static List<RequestedCall> firstCalls(
            ToolChoice choice, List<OfferedTool> tools, boolean question, List<RequestedCall> told) {
        return switch (choice) {
            case ToolChoice.Auto ignored -> question ? first(tools) : told;
            case ToolChoice.None ignored -> List.of();
            case ToolChoice.Required ignored -> told.isEmpty() ? first(tools) : told;
            case ToolChoice.Named named -> named(named.tool(), tools, told);
        };
    }

    /** After the first, a choice that wants calls is satisfied. */
    private static List<RequestedCall> laterCalls(ToolChoice choice, List<RequestedCall> told) {
        return choice instanceof ToolChoice.None ? List.of() : told;
    }

    private static List<RequestedCall> first(List<OfferedTool> tools) {
        return tools.stream().limit(1).map(DemoModel::made).toList();
    }

    private static List<RequestedCall> named(String tool, List<OfferedTool> tools, List<RequestedCall> asked) {
        List<RequestedCall> fitting =
                asked.stream().filter(call -> call.tool().equals(tool)).toList();
        if (!fitting.isEmpty()) {
            return fitting;
        }
        return tools.stream()
                .filter(offered -> offered.name().equals(tool))
                .limit(1)
                .map(DemoModel::made)
                .toList();
    }

    private static RequestedCall made(OfferedTool tool) {
        return new RequestedCall(
                tool.name(), SchemaExample.arguments(tool.parameters()).text());
    }

    private static Stream<String> pieces(
            ModelRequest request, DemoConversation conversation, DemoStep step, List<RequestedCall> calls) {
        ResponseFormat format = request.sampling().format();
        boolean beforeSomething = step.failure() != null || !calls.isEmpty();
        if (format != null && !beforeSomething) {
            return Words.of(json(format, conversation, step));
        }
        if (step.words() != null) {
            return Words.numbers(step.words());
        }
        if (step.failure() != null || (format != null && beforeSomething)) {
            return Stream.empty();
        }
        if (beforeSomething) {
            return Words.of(DemoProse.announcement(calls));
        }
        return Words.of(DemoProse.answer(conversation, step));
    }

    private static String json(ResponseFormat format, DemoConversation conversation, DemoStep step) {
        return switch (format) {
            case ResponseFormat.JsonSchema schema ->
                SchemaExample.of(schema.schema()).text();
            case ResponseFormat.JsonObject ignored -> {
                String answer = step.words() == null
                        ? DemoProse.answer(conversation, step)
                        : Words.numbers(step.words()).collect(Collectors.joining());
                yield JsonWriter.object(json -> json.field("answer", answer));
            }
        };
    }

    private static String texts(List<Content> told) {
        return told.stream()
                .filter(Content.Text.class::isInstance)
                .map(content -> ((Content.Text) content).text())
                .collect(Collectors.joining("\n"));
    }
}
