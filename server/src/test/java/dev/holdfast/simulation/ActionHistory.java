package dev.holdfast.simulation;

import dev.holdfast.engine.Action;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.PendingAction;
import dev.holdfast.name.ApprovalId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to one call, kept apart from the engine's own account. */
final class ActionHistory {

    private final ToolCallStarted started;

    /** Whether it waits for somebody. */
    private boolean open;

    private boolean inDoubt;

    /** Whether the caller has to give its result, which a person has let it do. */
    private boolean resultFollows;

    private boolean approved;
    private @Nullable Instant approvedAt;
    private String arguments;
    private final Set<ApprovalId> decided = new HashSet<>();
    private boolean returned;

    /** How often the log said that it is about to be run. */
    private int intents;

    /** How often it may be run: once, and once more for each time that a person said so when it was in doubt. */
    private int permits;

    /** How often workers wrote that they run it, since a person said so. */
    private int runs;

    private int effects;

    ActionHistory(ToolCallStarted started) {
        this.started = started;
        arguments = started.call().arguments();
        open = started.gated() || started.runner() == Runner.CALLER;
        if (!open) {
            permits = 1;
            intents = 1;
        }
    }

    boolean open() {
        return open;
    }

    /** Whether somebody has to decide on it, so that it comes first in a pause. */
    boolean needsDecision() {
        return open && !resultFollows && (started.gated() || inDoubt);
    }

    /** Since when its result is waited for apart from the others'. */
    @Nullable
    Instant approvedAt() {
        return approvedAt;
    }

    /** What a pause shows is what would be run, and a question that nobody has answered. */
    void shown(PendingAction action) {
        require(action.call().arguments().equals(arguments), "is shown with other arguments than it would be run with");
        require((action.approval() != null) == needsDecision(), "is no approval, or is one and needs none");
        require(action.approval() == null || !decided.contains(action.approval()), "waits again as the same approval");
    }

    void resumed(TurnResumed resumed, Instant at) {
        require(open, "is resolved though it is not open");
        require((resumed.ruling() != null) == needsDecision(), "is decided on as no approval, or is none");
        open = false;
        if (resumed.ruling() != null) {
            ruled(resumed.ruling(), at);
        }
        if (resumed.resolution() == Resolution.APPROVED) {
            approved = true;
            if (resumed.output() == null && started.runner() == Runner.SERVER) {
                permits++;
                runs = 0;
            }
        }
        require(
                resumed.resolution() != Resolution.ANSWERED || resultFollows || (!started.gated() && !inDoubt),
                "is answered though a person has to decide");
    }

    private void ruled(Ruling ruling, Instant at) {
        require(decided.add(ruling.approval()), "is decided on twice");
        require(
                ruling.digest().equals(CallDigest.of(started.call().with(arguments))),
                "is decided on as what it was not");
        if (ruling.arguments() != null) {
            arguments = ruling.arguments();
        }
        resultFollows = ruling.resultFollows();
        open = resultFollows;
        approvedAt = resultFollows ? at : null;
    }

    void expired(ApprovalExpired expired, boolean overdue) {
        require(needsDecision(), "expires though nobody had to decide");
        require(overdue, "expires before its time");
        require(decided.add(expired.approval()), "expires though it was decided");
        open = false;
    }

    void executing(int attempt) {
        require(attempt == intents + 1, "is not run for the time that the log says");
        require(!open && permits > 0, "is run though nobody approved");
        require(runs++ <= SimulatedWorker.LIMITS.retries(), "is run again and again");
        intents++;
    }

    void doubted() {
        require(!open && intents > 0, "is in doubt though it cannot have run");
        open = true;
        inDoubt = true;
    }

    void completed(boolean overdue) {
        if (open) {
            require(started.runner() == Runner.CALLER && !needsDecision(), "is given up though a person has to decide");
            require(overdue, "is given up before its time");
            open = false;
        } else {
            require(!returned && intents > 0, "comes back though it was not run, or again");
        }
        returned = true;
    }

    /** The effect itself. */
    void effect(Action action, boolean repeatable) {
        effects++;
        require(action.call().arguments().equals(arguments), "is run with other arguments than were decided on");
        require(!started.gated() || approved, "has an effect that nobody approved");
        require(effects <= intents, "has an effect without an intent in the log");
        require(repeatable || effects <= permits, "has its effect twice");
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("The call of " + started.call().tool() + " " + otherwise);
        }
    }
}
