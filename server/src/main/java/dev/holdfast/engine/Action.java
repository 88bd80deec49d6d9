package dev.holdfast.engine;

import dev.holdfast.engine.ActionState.Approved;
import dev.holdfast.engine.ActionState.AwaitingApproval;
import dev.holdfast.engine.ActionState.AwaitingResult;
import dev.holdfast.engine.ActionState.Executing;
import dev.holdfast.engine.ActionState.InDoubt;
import dev.holdfast.engine.ActionState.Rejected;
import dev.holdfast.engine.ActionState.Returned;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import java.util.Optional;

/** A call in a turn and how far it has come. */
public record Action(ToolCall call, Runner runner, boolean gated, ActionState state) {

    static Action begun(ToolCallStarted started) {
        ActionState state = started.gated()
                ? new AwaitingApproval()
                : switch (started.runner()) {
                    // The call itself is the intent: from here on it may have run.
                    case SERVER -> new Executing(1);
                    case CALLER -> new AwaitingResult();
                };
        return new Action(started.call(), started.runner(), started.gated(), state);
    }

    public ActionId id() {
        return call.id();
    }

    Action in(ActionState next) {
        return new Action(call, runner, gated, next);
    }

    /** What it waits for, if it waits for somebody. */
    public Optional<Need> need() {
        return switch (state) {
            case AwaitingApproval _ ->
                Optional.of(
                        switch (runner) {
                            case SERVER -> Need.APPROVAL;
                            case CALLER -> Need.APPROVAL_AND_RESULT;
                        });
            case AwaitingResult _ -> Optional.of(Need.RESULT);
            case InDoubt _ -> Optional.of(Need.DOUBT_SETTLED);
            case Approved _, Executing _, Returned _, Rejected _ -> Optional.empty();
        };
    }

    Optional<PendingAction> pending() {
        return need().map(need -> new PendingAction(call, need));
    }

    /** Whether the server has to do something about it. */
    boolean underWay() {
        return switch (state) {
            case Approved _, Executing _ -> true;
            case AwaitingApproval _, AwaitingResult _, InDoubt _, Returned _, Rejected _ -> false;
        };
    }

    /** How often it has been run, as far as anybody knows. */
    int attempts() {
        return switch (state) {
            case Approved approved -> approved.attempts();
            case Executing executing -> executing.attempt();
            case InDoubt doubt -> doubt.attempt();
            case Rejected rejected -> rejected.attempts();
            case AwaitingApproval _, AwaitingResult _, Returned _ -> 0;
        };
    }
}
