package dev.holdfast.simulation;

import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnResumed;

/** What happened to one call, kept apart from the engine's own account. */
final class ActionHistory {

    private final ToolCallStarted started;

    /** Whether it waits for somebody. */
    private boolean open;

    private boolean inDoubt;
    private boolean approved;
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
        return open && (started.gated() || inDoubt);
    }

    void resumed(TurnResumed resumed) {
        require(open, "is resolved though it is not open");
        open = false;
        if (resumed.resolution() == Resolution.APPROVED) {
            approved = true;
            if (resumed.output() == null && started.runner() == Runner.SERVER) {
                permits++;
                runs = 0;
            }
        }
        require(
                resumed.resolution() != Resolution.ANSWERED || (!started.gated() && !inDoubt),
                "is answered though a person has to decide");
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
    void effect(boolean repeatable) {
        effects++;
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
