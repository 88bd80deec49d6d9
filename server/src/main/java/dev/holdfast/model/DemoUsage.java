package dev.holdfast.model;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.ToolCall;
import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.util.List;

/** What the demo model counts as tokens: the words that it was shown, and those that it gave. */
final class DemoUsage {

    private DemoUsage() {}

    static long wordsRead(ModelRequest request) {
        long words = request.instructions() == null ? 0 : Words.count(request.instructions());
        for (OfferedTool tool : request.tools()) {
            words += 1 + (tool.description() == null ? 0 : Words.count(tool.description()));
        }
        for (Message message : request.conversation()) {
            words += words(message);
        }
        return words;
    }

    static long wordsOf(List<RequestedCall> calls) {
        return calls.stream().mapToLong(call -> wordsOfCall(call.arguments())).sum();
    }

    private static long words(Message message) {
        return switch (message) {
            case Message.Said said ->
                said.content().stream().mapToLong(DemoUsage::words).sum();
            case Message.Answered answered -> {
                long words = Words.count(answered.step().text());
                for (ToolCall call : answered.step().calls()) {
                    words += wordsOfCall(call.arguments());
                }
                yield words;
            }
            case Message.Called called -> wordsOfCall(called.arguments());
            case Message.Returned returned -> Words.count(returned.output());
        };
    }

    private static long words(Content content) {
        return switch (content) {
            case Content.Text text -> Words.count(text.text());
            case Content.Image ignored -> 1;
            case Content.File file -> Words.count(file.name()) + Words.count(file.text());
        };
    }

    /** A call is the tool's name and its arguments. */
    private static long wordsOfCall(String arguments) {
        return 1 + Words.count(arguments);
    }
}
