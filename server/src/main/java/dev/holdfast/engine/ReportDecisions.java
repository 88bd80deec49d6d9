package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.ModelCallRetried;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallExecuting;
import dev.holdfast.event.Event.ToolCallInDoubt;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnFailed;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which events follow from what the worker of a running turn reports. An answer or a result that is reported once more, since
 * the worker could not learn whether it was written, is no news.
 */
final class ReportDecisions {

    static final int MAX_CALLS_PER_STEP = 128;

    /** What a model is told of a call that a crash cut off. */
    static final String MAY_HAVE_RUN = "A crash cut this call off; it may have run. Check before repeating it.";

    private ReportDecisions() {}

    static List<Event> decide(Living session, WorkerReport report) {
        Turn turn = running(session);
        return switch (report) {
            case WorkerReport.Answered answered -> answered(session, turn, answered.step());
            case WorkerReport.Retrying retrying -> retrying(turn, retrying);
            case WorkerReport.Recovered recovered ->
                List.of(new TurnRecovered(recovered.supersededFrom(), recovered.supersededTo()));
            case WorkerReport.Executing executing ->
                List.of(new ToolCallExecuting(
                        executing.action(), runnable(turn, executing.action()).attempts() + 1));
            case WorkerReport.Returned returned -> returned(turn, returned);
            case WorkerReport.InDoubt doubt -> inDoubt(turn, doubt.actions());
            case WorkerReport.Failed failed ->
                List.of(failed(turn.spent(failed.spent()), failed.cause(), failed.sentence()));
        };
    }

    private static List<Event> answered(Living session, Turn turn, ModelStep step) {
        // Calls have ids of their own, so that equal answers with calls are one.
        if (!step.calls().isEmpty()
                && turn.lastStep().filter(last -> last.answer().equals(step)).isPresent()) {
            return List.of();
        }
        if (turn.lastStep().filter(Step::underWay).isPresent()) {
            throw new IllegalStateException("A model answers before its calls have come back");
        }
        if (step.calls().isEmpty()) {
            return List.of(new TurnCompleted(
                    step, turn.text() + step.text(), List.of(), turn.cost().plus(step), null));
        }
        if (step.calls().size() > MAX_CALLS_PER_STEP) {
            return List.of(failed(
                    turn.answered(step),
                    FailureCause.MODEL,
                    "The model asked for " + step.calls().size() + " calls at once; it may ask for "
                            + MAX_CALLS_PER_STEP + "."));
        }
        Gate gate = Gate.of(session, turn);
        List<Event> events = new ArrayList<>();
        Turn after = turn;
        for (ToolCall call : step.calls()) {
            Optional<ToolSpec> tool = gate.find(call.tool());
            // A tool that nobody offered is answered by the server: there is none.
            Runner runner =
                    tool.filter(ToolSpec.Function.class::isInstance).isPresent() ? Runner.CALLER : Runner.SERVER;
            ToolCallStarted started = new ToolCallStarted(
                    call, runner, tool.filter(gate::gates).isPresent(), events.isEmpty() ? step : null);
            events.add(started);
            after = TurnEngine.call(after, started);
        }
        events.addAll(afterTools(after));
        return events;
    }

    private static List<Event> returned(Turn turn, WorkerReport.Returned returned) {
        if (require(turn, returned.action()).state() instanceof ActionState.Returned) {
            return List.of();
        }
        ToolCallCompleted completed = new ToolCallCompleted(
                returned.action(), begun(turn, returned.action()).call().tool(), returned.output(), returned.failed());
        List<Event> events = new ArrayList<>();
        events.add(completed);
        events.addAll(afterTools(TurnEngine.complete(turn, completed, turn.runningSince())));
        return events;
    }

    private static List<Event> inDoubt(Turn turn, List<ActionId> actions) {
        List<Event> events = new ArrayList<>();
        Turn after = turn;
        for (ActionId action : actions) {
            ToolCall call = begun(turn, action).call();
            switch (turn.request().patience().doubts()) {
                case ASK_A_PERSON -> {
                    ToolCallInDoubt doubt = new ToolCallInDoubt(action);
                    events.add(doubt);
                    after = TurnEngine.doubt(after, doubt);
                }
                case TELL_THE_MODEL -> {
                    ToolCallCompleted told = new ToolCallCompleted(action, call.tool(), MAY_HAVE_RUN, true);
                    events.add(told);
                    after = TurnEngine.complete(after, told, turn.runningSince());
                }
            }
        }
        events.addAll(afterTools(after));
        return events;
    }

    /** When the server has nothing left to run: whether the turn waits, or leaves its calls to the caller. */
    private static List<Event> afterTools(Turn turn) {
        Step step = turn.lastStep().orElseThrow();
        List<PendingAction> pending = turn.pending();
        if (step.underWay() || pending.isEmpty()) {
            return List.of();
        }
        boolean loose = pending.stream().allMatch(action -> action.need() == PendingAction.Need.RESULT);
        if (loose && !step.gated() && turn.request().looseCalls() == LooseCalls.END_TURN) {
            List<ToolCall> open = pending.stream().map(PendingAction::call).toList();
            return List.of(new TurnCompleted(null, turn.text(), open, turn.cost(), null));
        }
        return List.of(TurnDecisions.pause(pending));
    }

    private static List<Event> retrying(Turn turn, WorkerReport.Retrying retrying) {
        if (turn.retries() < retrying.limit()) {
            return List.of(new ModelCallRetried(turn.retries() + 1, retrying.spent()));
        }
        Turn after = turn.spent(retrying.spent());
        String asked = "the model was asked " + (retrying.limit() + 1) + " times and never finished";
        return List.of(
                retrying.cut() == null
                        ? failed(after, FailureCause.INTERRUPTED, "interrupted by restart: " + asked)
                        : failed(after, FailureCause.MODEL, retrying.cut() + " For this answer " + asked + "."));
    }

    private static TurnFailed failed(Turn turn, FailureCause cause, String sentence) {
        return new TurnFailed(sentence, cause, turn.cost());
    }

    private static Turn running(Living session) {
        Turn turn = session.turn();
        if (turn == null || !turn.running()) {
            throw new IllegalStateException("A worker reports on a turn that does not run");
        }
        return turn;
    }

    /** A call that may be run: nothing runs that waits for a person. */
    private static Action runnable(Turn turn, ActionId id) {
        Action action = require(turn, id);
        if (!action.underWay()) {
            throw new IllegalStateException("A worker wants to run a call that it may not run: " + action);
        }
        return action;
    }

    /** A call whose intent is in the log. */
    private static Action begun(Turn turn, ActionId id) {
        Action action = require(turn, id);
        if (!(action.state() instanceof ActionState.Executing)) {
            throw new IllegalStateException("A worker reports on a call that was not begun: " + action);
        }
        return action;
    }

    private static Action require(Turn turn, ActionId id) {
        return turn.find(id).orElseThrow(() -> new IllegalStateException("A worker reports on an unknown call " + id));
    }
}
