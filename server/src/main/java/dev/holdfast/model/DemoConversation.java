package dev.holdfast.model;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Answered;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.Message.Said;
import dev.holdfast.event.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The demo model's reading of a conversation: the last input, which is what the user said since anybody else spoke, and
 * what became of it since.
 */
final class DemoConversation {

    private final Map<String, String> toolsByCall = new HashMap<>();
    private final List<Content> input = new ArrayList<>();
    private final List<Result> unanswered = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private List<Result> late = List.of();
    private List<Content> told = List.of();
    private int inputs;
    private int rounds;
    private Speaker speaker = Speaker.OTHER;

    private enum Speaker {
        USER,
        CALL,
        OTHER
    }

    /** What came back of a call. */
    record Result(String tool, String output, boolean failed) {}

    private DemoConversation() {}

    static DemoConversation of(List<Message> messages) {
        DemoConversation conversation = new DemoConversation();
        messages.forEach(conversation::take);
        return conversation;
    }

    List<Content> input() {
        return input;
    }

    /**
     * The last message of the user's that holds text. What came before it may be the input of a turn that failed or was
     * cancelled, and is not to be done again.
     */
    List<Content> told() {
        return told;
    }

    /** How many inputs there were before the last. */
    int earlierInputs() {
        return Math.max(0, inputs - 1);
    }

    /** How often tools have been called since the last input; calls made at once count once. */
    int rounds() {
        return rounds == 0 && !results.isEmpty() ? 1 : rounds;
    }

    /** What came back since the last input. */
    List<Result> results() {
        return results;
    }

    /** What came back before the last input and after the last answer, so that no answer has told of it yet. */
    List<Result> late() {
        return late;
    }

    private void take(Message message) {
        switch (message) {
            case Said said -> take(said);
            case Answered answered -> {
                List<ToolCall> calls = answered.step().calls();
                calls.forEach(call -> toolsByCall.put(call.id().toString(), call.tool()));
                unanswered.clear();
                rounds += calls.isEmpty() ? 0 : 1;
                speaker = Speaker.OTHER;
            }
            case Called called -> {
                // A caller may repeat a call that the model's own answer holds already.
                if (toolsByCall.put(called.callId(), called.tool()) == null) {
                    rounds += speaker == Speaker.CALL ? 0 : 1;
                    speaker = Speaker.CALL;
                }
            }
            case Returned returned -> {
                String tool = toolsByCall.getOrDefault(returned.callId(), returned.callId());
                Result result = new Result(tool, returned.output(), returned.failed());
                unanswered.add(result);
                results.add(result);
                speaker = Speaker.OTHER;
            }
        }
    }

    private void take(Said said) {
        switch (said.role()) {
            case USER -> {
                if (speaker != Speaker.USER) {
                    beginInput();
                }
                input.addAll(said.content());
                if (said.content().stream().anyMatch(Content.Text.class::isInstance)) {
                    told = said.content();
                }
            }
            case ASSISTANT -> {
                unanswered.clear();
                speaker = Speaker.OTHER;
            }
            case SYSTEM -> {
                // Instructions in the middle of an input do not end it.
            }
        }
    }

    private void beginInput() {
        late = List.copyOf(unanswered);
        unanswered.clear();
        results.clear();
        input.clear();
        rounds = 0;
        inputs++;
        speaker = Speaker.USER;
    }
}
