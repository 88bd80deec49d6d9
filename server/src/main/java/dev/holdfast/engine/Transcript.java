package dev.holdfast.engine;

import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one turn: the input, then the model's answers, each with what became of its calls.
 */
record Transcript(List<Message> input, List<Exchange> exchanges) {

    /** What stands for the result of a call until its caller gives one. */
    static final String NO_RESULT = "Not run: no result was given.";

    /** How many characters are reckoned for a token. */
    static final int CHARS_PER_TOKEN = 4;

    Transcript {
        input = List.copyOf(input);
        exchanges = List.copyOf(exchanges);
    }

    record Exchange(ModelStep answer, List<Result> results) {

        Exchange {
            results = List.copyOf(results);
        }
    }

    /**
     * What the model is told of a call.
     *
     * @param standsIn whether it gives way to a result that a later input brings
     */
    record Result(Returned returned, boolean standsIn) {}

    static Transcript of(Turn turn) {
        return of(turn, null);
    }

    /** Of a turn that has ended, from its facts; what lies between them is passed over. */
    static Transcript of(List<RecordedEvent> events) {
        Turn turn = null;
        ModelStep last = null;
        for (RecordedEvent recorded : events) {
            switch (recorded.event()) {
                case Event.TurnStarted started -> turn = TurnEngine.begin(recorded, started);
                case Event.ToolCallStarted started -> turn = TurnEngine.call(begun(turn), started);
                case Event.ToolCallExecuting executing -> turn = TurnEngine.execute(begun(turn), executing);
                case Event.ToolCallCompleted completed ->
                    turn = TurnEngine.complete(begun(turn), completed, recorded.at());
                case Event.ToolCallInDoubt doubt -> turn = TurnEngine.doubt(begun(turn), doubt);
                case Event.TurnResumed resumed -> turn = TurnEngine.resume(begun(turn), resumed, recorded.at());
                case Event.ApprovalExpired expired -> turn = TurnEngine.expire(begun(turn), expired, recorded.at());
                case Event.TurnCompleted completed -> last = completed.step();
                case Event.ModelCallRetried _,
                        Event.TurnPaused _,
                        Event.TurnRecovered _,
                        Event.TurnFailed _,
                        Event.TurnCancelled _,
                        Event.TurnCheckpointed _,
                        Event.SessionMetadataUpdated _,
                        Event.SessionCreated _,
                        Event.SessionCompleted _,
                        Event.SessionDeleted _,
                        Event.Progress _ -> {}
            }
        }
        return of(begun(turn), last);
    }

    /** The same without what only this server knows: nothing stands in for a result that never came. */
    List<Message> asTold() {
        List<Message> told = new ArrayList<>(input);
        for (Exchange exchange : exchanges) {
            ModelStep answer = exchange.answer();
            if (!answer.text().isEmpty()) {
                told.add(new Message.Said(Message.Role.ASSISTANT, List.of(new Content.Text(answer.text()))));
            }
            for (ToolCall call : answer.calls()) {
                told.add(new Message.Called(call.id().toString(), call.tool(), call.arguments()));
            }
            exchange.results().stream()
                    .filter(result -> !result.standsIn())
                    .forEach(result -> told.add(result.returned()));
        }
        return told;
    }

    /** How much of a model's context this takes; an estimate by its length. */
    long tokens() {
        long characters = input.stream().mapToLong(Transcript::length).sum()
                + exchanges.stream().mapToLong(Transcript::length).sum();
        return characters / CHARS_PER_TOKEN + 1;
    }

    private static long length(Exchange exchange) {
        return length(exchange.answer())
                + exchange.results().stream()
                        .mapToLong(result -> length(result.returned()))
                        .sum();
    }

    private static long length(Message message) {
        return switch (message) {
            case Message.Said said ->
                said.content().stream().mapToLong(Transcript::length).sum();
            case Message.Called called -> called.arguments().length();
            case Message.Returned returned -> returned.output().length();
            case Message.Answered answered -> length(answered.step());
        };
    }

    private static long length(ModelStep step) {
        return step.text().length()
                + step.calls().stream()
                        .mapToLong(call -> call.arguments().length())
                        .sum();
    }

    private static long length(Content content) {
        return switch (content) {
            case Content.Text text -> text.text().length();
            case Content.Image image -> image.url().length();
            case Content.File file -> file.text().length();
        };
    }

    private static Turn begun(@Nullable Turn turn) {
        if (turn == null) {
            throw new IllegalStateException("The events of a turn begin with its beginning");
        }
        return turn;
    }

    private static Transcript of(Turn turn, @Nullable ModelStep last) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Step step : turn.steps()) {
            exchanges.add(new Exchange(
                    step.answer(),
                    step.actions().stream().map(Transcript::result).toList()));
        }
        if (last != null) {
            exchanges.add(new Exchange(last, List.of()));
        }
        return new Transcript(turn.request().input(), exchanges);
    }

    private static Result result(Action action) {
        String id = action.id().toString();
        return switch (action.state()) {
            case ActionState.Returned returned -> told(action, returned.output(), returned.failed());
            case ActionState.Rejected rejected -> told(action, refusal(rejected), true);
            case ActionState.Expired expired -> told(action, expiry(expired), true);
            case ActionState.AwaitingResult _ -> standIn(id, NO_RESULT);
            case ActionState.AwaitingApproval _ ->
                standIn(id, "Not run: the turn ended before anybody approved the call.");
            case ActionState.Approved approved
            when approved.attempts() == 0 -> standIn(id, "Not run: the turn ended first.");
            case ActionState.Approved _, ActionState.Executing _, ActionState.InDoubt _ ->
                standIn(
                        id,
                        edits(action)
                                + "It may have run: the turn ended before its result came. Check before repeating.");
        };
    }

    private static Result told(Action action, String sentence, boolean failed) {
        return new Result(new Returned(action.id().toString(), edits(action) + sentence, failed), false);
    }

    /** The call itself is shown as the model made it; what was run in its place is said with what came of it. */
    private static String edits(Action action) {
        return action.edited()
                ? "A person changed the arguments. It was called with: "
                        + action.call().arguments() + "\n"
                : "";
    }

    private static Result standIn(String id, String sentence) {
        return new Result(new Returned(id, sentence, true), true);
    }

    private static String expiry(ActionState.Expired expired) {
        String sentence = "Nobody decided within " + expired.waited().toSeconds() + " seconds; ";
        return expired.attempts() == 0
                ? sentence + "it was not run."
                : sentence + "it was not run again, but may have run before a crash. Check before repeating.";
    }

    private static String refusal(ActionState.Rejected rejected) {
        String sentence = rejected.attempts() == 0
                ? "Rejected by a person"
                : "It may have run before a crash, and a person said not to run it again";
        return rejected.reason() == null || rejected.reason().isBlank()
                ? sentence + "."
                : sentence + ": " + rejected.reason();
    }
}
