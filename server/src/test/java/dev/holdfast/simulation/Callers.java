package dev.holdfast.simulation;

import dev.holdfast.engine.SessionCommand;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.engine.Verdict;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.name.ActionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody who acts on the session: mostly what makes sense, and now and then what does not. */
final class Callers {

    static final Duration RESULT_TIMEOUT = Duration.ofMinutes(10);

    static final Duration APPROVAL_TIMEOUT = Duration.ofMinutes(40);

    private final MemoryLog log;

    Callers(MemoryLog log) {
        this.log = log;
    }

    SessionCommand submit(Random choices) {
        Approvals[] approvals = Approvals.values();
        return new TurnCommand.Submit(
                Past.OWNER,
                Past.KEY,
                new TurnRequest(
                        List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("go")))),
                        "demo",
                        null,
                        Toolbox.offered(choices),
                        new ToolChoice.Auto(),
                        Sampling.USUAL,
                        approvals[choices.nextInt(approvals.length)],
                        choices.nextBoolean() ? LooseCalls.PAUSE : LooseCalls.END_TURN,
                        new Patience(
                                choices.nextBoolean() ? RESULT_TIMEOUT : null,
                                choices.nextBoolean() ? APPROVAL_TIMEOUT : null,
                                choices.nextBoolean() ? Doubts.ASK_A_PERSON : Doubts.TELL_THE_MODEL)));
    }

    /** Ends whatever turn there is, or the turn of a number that may be another's. */
    SessionCommand cancel(Random choices) {
        int turns = log.state().turns();
        return choices.nextBoolean()
                ? new TurnCommand.Cancel(Past.OWNER)
                : new TurnCommand.CancelTurn(Past.OWNER, Math.max(1, turns - choices.nextInt(2)));
    }

    @Nullable
    SessionCommand approve(Random choices) {
        ActionId action = action(choices);
        return action == null
                ? null
                : new TurnCommand.Approve(Past.OWNER, Past.PERSON, action, someResults(choices, action), null);
    }

    @Nullable
    SessionCommand reject(Random choices) {
        ActionId action = action(choices);
        return action == null ? null : new TurnCommand.Reject(Past.OWNER, Past.PERSON, action, null);
    }

    /** Decides on an approval that is pending, or was, as it was shown, now and then as it was not. */
    @Nullable
    SessionCommand decide(Random choices, Instant now) {
        List<PendingAction> shown = new ArrayList<>();
        for (RecordedEvent recorded : log.events()) {
            if (recorded.event() instanceof Event.TurnPaused paused) {
                paused.actions().stream()
                        .filter(action -> action.approval() != null)
                        .forEach(shown::add);
            }
        }
        if (shown.isEmpty()) {
            return null;
        }
        // Mostly one of the last that were shown.
        int back = choices.nextInt(choices.nextInt(4) == 0 ? shown.size() : Math.min(2, shown.size()));
        PendingAction action = shown.get(shown.size() - 1 - back);
        ToolCall call = choices.nextInt(8) == 0 ? action.call().with("{\"never\":\"shown\"}") : action.call();
        return new TurnCommand.Decide(
                Past.OWNER,
                Past.PERSON,
                Objects.requireNonNull(action.approval()),
                CallDigest.of(call),
                verdict(choices),
                now);
    }

    private static Verdict verdict(Random choices) {
        if (choices.nextInt(6) == 0) {
            return new Verdict.Reject("no");
        }
        return new Verdict.Allow(
                choices.nextInt(3) == 0 ? "{\"edited\":" + choices.nextInt(3) + "}" : null,
                choices.nextInt(4) == 0 ? new Verdict.Output("given", choices.nextBoolean()) : null);
    }

    @Nullable
    SessionCommand results(Random choices) {
        ActionId action = action(choices);
        return action == null
                ? null
                : new TurnCommand.SubmitResults(Past.OWNER, Past.PERSON, someResults(choices, action));
    }

    /** The actions that a command names. */
    static Set<ActionId> named(SessionCommand command) {
        Set<ActionId> named = new HashSet<>();
        if (command instanceof TurnCommand.Approve approve) {
            named.add(approve.action());
            approve.results().forEach(result -> named.add(result.action()));
        } else if (command instanceof TurnCommand.Reject reject) {
            named.add(reject.action());
        } else if (command instanceof TurnCommand.Decide decide) {
            named.add(decide.approval().action());
        } else if (command instanceof TurnCommand.SubmitResults results) {
            results.results().forEach(result -> named.add(result.action()));
        }
        return named;
    }

    /** Mostly one that waits; else any that the session ever had. */
    private @Nullable ActionId action(Random choices) {
        List<ActionId> open = open();
        if (!open.isEmpty() && choices.nextInt(8) > 0) {
            return open.get(choices.nextInt(open.size()));
        }
        List<ActionId> all = new ArrayList<>();
        for (RecordedEvent recorded : log.events()) {
            if (recorded.event() instanceof Event.ToolCallStarted started) {
                all.add(started.call().id());
            }
        }
        return all.isEmpty() ? null : all.get(choices.nextInt(all.size()));
    }

    private List<TurnCommand.Result> someResults(Random choices, ActionId action) {
        List<TurnCommand.Result> results = new ArrayList<>();
        if (choices.nextBoolean()) {
            results.add(new TurnCommand.Result(action, "given"));
        }
        for (ActionId other : open()) {
            if (!other.equals(action) && choices.nextInt(3) == 0) {
                results.add(new TurnCommand.Result(other, "given"));
            }
        }
        return results;
    }

    private List<ActionId> open() {
        if (log.state() instanceof Living living && living.turn() != null) {
            return living.turn().pending().stream()
                    .map(PendingAction::call)
                    .map(call -> call.id())
                    .toList();
        }
        return List.of();
    }
}
