package dev.holdfast.model;

import dev.holdfast.event.Content;
import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words that the demo model says when it is not told which. */
final class DemoProse {

    /** How much of an input or a result is repeated. */
    static final int MAX_QUOTED = 2_000;

    private DemoProse() {}

    static String announcement(List<RequestedCall> calls) {
        return calls.stream().map(RequestedCall::tool).collect(Collectors.joining(", ", "Calling ", "."));
    }

    static String answer(DemoConversation conversation, DemoStep step) {
        List<String> sentences = new ArrayList<>();
        conversation.late().forEach(result -> sentences.add(sentence(result)));
        conversation.results().forEach(result -> sentences.add(sentence(result)));
        if (!step.calls().isEmpty()) {
            sentences.add("Told to call no tool, I leave out: "
                    + step.calls().stream().map(RequestedCall::tool).collect(Collectors.joining(", ")) + ".");
        }
        if (conversation.rounds() == 0) {
            attachments(conversation, sentences);
        }
        if (!step.said().isEmpty()) {
            sentences.add("You said: " + quoted(step.said()));
        }
        return sentences.isEmpty() ? "There is nothing to answer." : String.join("\n", sentences);
    }

    private static void attachments(DemoConversation conversation, List<String> sentences) {
        if (conversation.earlierInputs() > 0) {
            sentences.add("Earlier messages of yours that I can see: " + conversation.earlierInputs() + ".");
        }
        for (Content content : conversation.input()) {
            switch (content) {
                case Content.Text ignored -> {
                    // Said, or read as commands.
                }
                case Content.Image ignored -> sentences.add("There is an image, which I cannot see.");
                case Content.File file ->
                    sentences.add("The file " + quoted(file.name()) + " has " + Words.count(file.text()) + " words.");
            }
        }
    }

    private static String sentence(DemoConversation.Result result) {
        return result.tool() + (result.failed() ? " did not succeed: " : " answered: ") + quoted(result.output());
    }

    private static String quoted(String text) {
        if (text.length() <= MAX_QUOTED) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_QUOTED - 1)) ? MAX_QUOTED - 1 : MAX_QUOTED;
        return text.substring(0, end) + "…";
    }
}
