package dev.holdfast.engine;

import dev.holdfast.engine.ActionState.Approved;
import dev.holdfast.engine.ActionState.AwaitingResult;
import dev.holdfast.engine.ActionState.Executing;
import dev.holdfast.engine.ActionState.Expired;
import dev.holdfast.engine.ActionState.InDoubt;
import dev.holdfast.engine.ActionState.Rejected;
import dev.holdfast.engine.ActionState.Returned;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallExecuting;
import dev.holdfast.event.Event.ToolCallInDoubt;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.name.ActionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an event does to a turn that has not ended, and what is to be done next for one that runs. */
public final class TurnEngine {

    /** What a model is told when a call of the caller's was approved and no result came with the approval. */
    public static final String APPROVED_WITHOUT_RESULT = "{\"approved\":true,\"output\":null}";

    private TurnEngine() {}

    static Turn begin(RecordedEvent recorded, TurnStarted started) {
        return new Turn(
                started.turnNumber(),
                recorded.sequence(),
                started.key(),
                started.request(),
                recorded.at(),
                List.of(),
                0,
                TurnCost.NONE,
                null);
    }

    static Turn call(Turn turn, ToolCallStarted started) {
        Turn answered = started.step() == null ? turn : turn.answered(started.step());
        List<Step> steps = new ArrayList<>(answered.steps());
        if (steps.isEmpty()) {
            throw new IllegalStateException("A call needs the answer that it comes from: " + started);
        }
        steps.add(steps.removeLast().with(Action.begun(started)));
        return answered.with(steps);
    }

    static Turn execute(Turn turn, ToolCallExecuting executing) {
        return move(turn, require(turn, executing.action()).in(new Executing(executing.attempt())));
    }

    static Turn complete(Turn turn, ToolCallCompleted completed, Instant at) {
        Turn moved =
                move(turn, require(turn, completed.action()).in(new Returned(completed.output(), completed.failed())));
        // A call that was waited for and given up may have been the last.
        return moved.running() || !moved.pending().isEmpty() ? moved : moved.runningAgain(at);
    }

    static Turn doubt(Turn turn, ToolCallInDoubt doubt) {
        Action action = require(turn, doubt.action());
        return move(turn, action.in(new InDoubt(action.attempts())));
    }

    static Turn resume(Turn turn, TurnResumed resumed, Instant at) {
        Turn moved = move(turn, decided(require(turn, resumed.action()), resumed, at));
        return moved.pending().isEmpty() ? moved.runningAgain(at) : moved;
    }

    static Turn expire(Turn turn, ApprovalExpired expired, Instant at) {
        Action action = require(turn, expired.action());
        Turn moved = move(turn, action.in(new Expired(expired.waited(), action.attempts())));
        return moved.pending().isEmpty() ? moved.runningAgain(at) : moved;
    }

    private static Action decided(Action action, TurnResumed resumed, Instant at) {
        Ruling ruling = resumed.ruling();
        Action asked = ruling == null || ruling.arguments() == null ? action : action.edited(ruling.arguments());
        return switch (resumed.resolution()) {
            case REJECTED -> action.in(new Rejected(resumed.reason(), action.attempts()));
            case APPROVED, ANSWERED -> {
                if (resumed.output() != null) {
                    yield asked.in(new Returned(resumed.output(), resumed.failed()));
                }
                if (ruling != null && ruling.resultFollows()) {
                    yield asked.in(new AwaitingResult(at));
                }
                yield switch (action.runner()) {
                    case SERVER -> asked.in(new Approved(action.attempts()));
                    case CALLER -> asked.in(new Returned(APPROVED_WITHOUT_RESULT, false));
                };
            }
        };
    }

    /** What a worker has to do for a turn that runs. */
    public static Next next(Turn turn, TurnLimits limits, Instant now) {
        if (!turn.running()) {
            throw new IllegalStateException("A turn that waits has nothing to be done: " + turn.number());
        }
        if (now.isAfter(turn.runningSince().plus(limits.runningTime()))) {
            return new Next.Stop("The turn ran for " + limits.runningTime().toSeconds()
                    + " seconds, which is as long as a turn may run without a pause.");
        }
        List<Action> begun = new ArrayList<>();
        List<Action> approved = new ArrayList<>();
        turn.lastStep().stream().flatMap(step -> step.actions().stream()).forEach(action -> {
            switch (action.state()) {
                case Executing _ -> begun.add(action);
                case Approved _ -> approved.add(action);
                case ActionState.AwaitingApproval _,
                        AwaitingResult _,
                        InDoubt _,
                        Returned _,
                        Rejected _,
                        Expired _ -> {}
            }
        });
        if (!begun.isEmpty() || !approved.isEmpty()) {
            return new Next.RunTools(List.copyOf(begun), List.copyOf(approved));
        }
        if (turn.steps().size() >= limits.steps()) {
            return new Next.Stop(
                    "The model was asked " + limits.steps() + " times, which is as often as a turn may ask it.");
        }
        if (turn.cost().micros() >= limits.costMicros()) {
            return new Next.Stop("The turn cost " + turn.cost().micros() + " millionths of a dollar; a turn that cost "
                    + limits.costMicros() + " may not go on.");
        }
        return new Next.CallModel();
    }

    /** What the model may call: the turn's own tools, or else the session's. */
    public static List<ToolSpec> tools(Living session, Turn turn) {
        List<ToolSpec> own = turn.request().tools();
        return own == null ? session.settings().tools() : own;
    }

    private static Turn move(Turn turn, Action moved) {
        List<Step> steps = new ArrayList<>(turn.steps());
        steps.add(steps.removeLast().replacing(moved));
        return turn.with(steps);
    }

    private static Action require(Turn turn, ActionId id) {
        return turn.find(id)
                .orElseThrow(() -> new IllegalStateException("Turn " + turn.number() + " has no open call " + id));
    }
}
