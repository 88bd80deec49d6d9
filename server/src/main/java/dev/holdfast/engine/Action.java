package dev.holdfast.engine;

import dev.holdfast.engine.ActionState.Approved;
import dev.holdfast.engine.ActionState.AwaitingApproval;
import dev.holdfast.engine.ActionState.AwaitingResult;
import dev.holdfast.engine.ActionState.Executing;
import dev.holdfast.engine.ActionState.Expired;
import dev.holdfast.engine.ActionState.InDoubt;
import dev.holdfast.engine.ActionState.Rejected;
import dev.holdfast.engine.ActionState.Returned;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call in a turn and how far it has come.
 *
 * @param call as it is run, or would be
 * @param edited whether a person changed the model's arguments
 */
public record Action(ToolCall call, Runner runner, boolean gated, ActionState state, boolean edited) {

    static Action begun(ToolCallStarted started) {
        ActionState state = started.gated()
                ? new AwaitingApproval()
                : switch (started.runner()) {
                    // The call itself is the intent: from here on it may have run.
                    case SERVER -> new Executing(1);
                    case CALLER -> new AwaitingResult(null);
                };
        return new Action(started.call(), started.runner(), started.gated(), state, false);
    }

    public ActionId id() {
        return call.id();
    }

    Action in(ActionState next) {
        return new Action(call, runner, gated, next, edited);
    }

    Action edited(String arguments) {
        return new Action(call.with(arguments), runner, gated, state, true);
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
            case Approved _, Executing _, Returned _, Rejected _, Expired _ -> Optional.empty();
        };
    }

    Optional<PendingAction> pending() {
        return need().map(need -> new PendingAction(call, need, approval(need)));
    }

    /** What a person has to decide on; a call that was run and is in doubt is another question than whether to run it. */
    private @Nullable ApprovalId approval(Need need) {
        return switch (need) {
            case APPROVAL, APPROVAL_AND_RESULT, DOUBT_SETTLED -> new ApprovalId(call.id(), attempts());
            case RESULT -> null;
        };
    }

    /** Whether the server has to do something about it. */
    boolean underWay() {
        return switch (state) {
            case Approved _, Executing _ -> true;
            case AwaitingApproval _, AwaitingResult _, InDoubt _, Returned _, Rejected _, Expired _ -> false;
        };
    }

    /** How often it has been run, as far as anybody knows. */
    int attempts() {
        return switch (state) {
            case Approved approved -> approved.attempts();
            case Executing executing -> executing.attempt();
            case InDoubt doubt -> doubt.attempt();
            case Rejected rejected -> rejected.attempts();
            case Expired expired -> expired.attempts();
            case AwaitingApproval _, AwaitingResult _, Returned _ -> 0;
        };
    }
}
