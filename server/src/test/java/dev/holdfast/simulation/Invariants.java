package dev.holdfast.simulation;

import dev.holdfast.engine.Action;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.name.ActionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reader of the log that trusts nobody, and a witness of the effects: what design and contract promise, event by event. */
final class Invariants {

    private final boolean modelWavers;
    private long sequence;
    private long facts;
    private long cost;
    private int turns;
    private @Nullable TurnRequest running;
    private @Nullable Event before;
    private @Nullable Instant waitingSince;
    private int retries;
    private final Map<ActionId, ActionHistory> actions = new HashMap<>();
    private final Map<Integer, Integer> answers = new HashMap<>();
    private int asked;
    private ReaderText text = new ReaderText();
    private Set<ActionId> turnActions = new HashSet<>();

    Invariants(boolean modelWavers) {
        this.modelWavers = modelWavers;
    }

    void observe(RecordedEvent recorded) {
        require(recorded.sequence() == sequence++, "a number is missing or used twice");
        require(!(before instanceof Event.SessionDeleted), "something follows the deletion");
        require(
                !(before instanceof Event.TurnEnd)
                        || turns % 50 != 0
                        || recorded.event() instanceof Event.TurnCheckpointed,
                "no checkpoint after turn " + turns);
        require(recorded.turnNumber() == turns || recorded.event() instanceof TurnStarted, "an event of another turn");
        facts += recorded.event() instanceof Event.Progress ? 0 : 1;
        cost += recorded.event() instanceof Event.TurnEnd end ? end.cost().micros() : 0;
        switch (recorded.event()) {
            case Event.SessionCreated _ -> require(recorded.sequence() == 0, "created twice");
            case Event.SessionMetadataUpdated _ -> {}
            case Event.SessionCompleted _, Event.SessionDeleted _ ->
                require(running == null, "the session ends before its turn");
            case TurnStarted started -> started(started);
            case Event.ModelCallRetried retried -> {
                request();
                require(
                        retried.retry() == ++retries && retries <= SimulatedWorker.LIMITS.retries(),
                        "too many retries");
            }
            case Event.ToolCallStarted started -> {
                waitingSince = null;
                called(started);
            }
            case Event.ToolCallExecuting executing -> action(executing.action()).executing(executing.attempt());
            case Event.ToolCallCompleted completed ->
                action(completed.action())
                        .completed(overdue(
                                request().patience().results(),
                                action(completed.action()).approvedAt(),
                                recorded));
            case Event.ApprovalExpired expired ->
                action(expired.action())
                        .expired(expired, overdue(request().patience().approvals(), null, recorded));
            case Event.ToolCallInDoubt doubt -> action(doubt.action()).doubted();
            case TurnPaused paused -> {
                paused(paused);
                waitingSince = waitingSince == null ? recorded.at() : waitingSince;
            }
            case Event.TurnResumed resumed -> action(resumed.action()).resumed(resumed, recorded.at());
            case TurnRecovered recovered -> {
                request();
                require(modelWavers, "a steady model's words are void");
                text.recovered(recovered, recorded.sequence());
            }
            case TurnCompleted completed -> completed(completed);
            case Event.TurnFailed _, Event.TurnCancelled _ -> {
                request();
                running = null;
            }
            case Event.TurnCheckpointed checkpoint ->
                require(
                        before instanceof Event.TurnEnd
                                && turns % 50 == 0
                                && checkpoint.turnNumber() == turns
                                && checkpoint.revision() == facts
                                && checkpoint.totalCostMicros() == cost,
                        "a checkpoint at the wrong place, or with wrong counts");
            case Event.TextAdded added -> {
                request();
                text.added(recorded.sequence(), added.delta());
            }
            case Event.ThinkingAdded _ -> request();
        }
        before = recorded.event();
    }

    void modelIsAsked(int turn, int step) {
        require(answers.getOrDefault(turn, 0) <= step, "a finished answer is bought again");
        if (running != null && turn == turns) {
            require(asked++ <= retries, "the model is asked again and the log does not say so");
        }
    }

    void effectHappens(Action action) {
        Objects.requireNonNull(actions.get(action.id())).effect(action, Toolbox.repeatable(action));
    }

    boolean turnOpen() {
        return running != null;
    }

    private void started(TurnStarted started) {
        require(running == null, "a turn begins within another");
        require(started.turnNumber() == ++turns, "a turn's number is missing or used twice");
        running = started.request();
        text = new ReaderText();
        turnActions = new HashSet<>();
        retries = 0;
        asked = 0;
    }

    private void called(Event.ToolCallStarted started) {
        TurnRequest request = request();
        if (started.step() != null) {
            answered(started.step());
        }
        require(started.gated() == gated(request, started.call().tool()), "a call is gated wrongly");
        require(actions.put(started.call().id(), new ActionHistory(started)) == null, "a call begins twice");
        turnActions.add(started.call().id());
    }

    /** The contract's pause condition, in other words than the engine's. */
    private static boolean gated(TurnRequest request, String name) {
        List<ToolSpec> tools = Objects.requireNonNull(request.tools());
        Set<String> marked = tools.stream()
                .filter(ToolSpec::needsApproval)
                .flatMap(tool -> tool.names().stream())
                .collect(Collectors.toSet());
        boolean offered = tools.stream().anyMatch(tool -> tool.names().contains(name));
        return switch (request.approvals()) {
            case NONE -> false;
            case FLAGGED -> marked.contains(name);
            case FLAGGED_OR_ALL -> marked.isEmpty() ? offered : marked.contains(name);
        };
    }

    private void answered(ModelStep step) {
        answers.merge(turns, 1, Integer::sum);
        retries = 0;
        asked = 0;
        text.answered(step.text());
    }

    private void paused(TurnPaused paused) {
        request();
        Set<ActionId> told =
                paused.actions().stream().map(action -> action.call().id()).collect(Collectors.toSet());
        Set<ActionId> open =
                turnActions.stream().filter(action -> action(action).open()).collect(Collectors.toSet());
        require(told.equals(open) && !open.isEmpty(), "a pause does not tell what is open");
        paused.actions().forEach(action -> action(action.call().id()).shown(action));
        boolean decision = open.stream().anyMatch(action -> action(action).needsDecision());
        PendingAction first = paused.actions().getFirst();
        require(decision == action(first.call().id()).needsDecision(), "what has to be decided is not told first");
        require(decision == (paused.reason() != PauseReason.RESULT_REQUIRED), "a pause for the wrong reason");
    }

    private void completed(TurnCompleted completed) {
        TurnRequest request = request();
        if (completed.step() != null) {
            answered(completed.step());
        }
        text.completed(completed.text());
        if (completed.rejected() == null) {
            Set<ActionId> open =
                    turnActions.stream().filter(action -> action(action).open()).collect(Collectors.toSet());
            Set<ActionId> told =
                    completed.openCalls().stream().map(ToolCall::id).collect(Collectors.toSet());
            require(told.equals(open), "a turn completes and does not tell what is open");
            require(
                    open.isEmpty() || request.looseCalls() == TurnRequest.LooseCalls.END_TURN,
                    "a turn completes though a call is open");
            require(
                    open.stream().noneMatch(action -> action(action).needsDecision()),
                    "a turn completes though a person has to decide");
        }
        running = null;
    }

    private boolean overdue(@Nullable Duration limit, @Nullable Instant approvedAt, RecordedEvent recorded) {
        Instant since = approvedAt == null ? waitingSince : approvedAt;
        return limit != null && since != null && !recorded.at().isBefore(since.plus(limit));
    }

    private ActionHistory action(ActionId id) {
        require(turnActions.contains(id) && running != null, "a call of another turn");
        return Objects.requireNonNull(actions.get(id));
    }

    private TurnRequest request() {
        if (running == null) {
            throw new AssertionError("something of a turn follows its end");
        }
        return running;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
