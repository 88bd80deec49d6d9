package dev.holdfast.simulation;

import dev.holdfast.engine.Action;
import dev.holdfast.engine.Conversation;
import dev.holdfast.engine.Next;
import dev.holdfast.engine.Recovery;
import dev.holdfast.engine.RepeatedText;
import dev.holdfast.engine.RepeatedText.Emission;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.Turn;
import dev.holdfast.engine.TurnEngine;
import dev.holdfast.engine.TurnLimits;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.name.ActionId;
import dev.holdfast.simulation.ScriptedModel.Answer;
import dev.holdfast.testing.WellFormed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a turn, one thing at a time, by the rules of the engine alone. What it knows it has from the log when it began and from
 * what it wrote since; whatever else it holds is lost when it dies.
 */
final class SimulatedWorker {

    static final TurnLimits LIMITS = new TurnLimits(4, Duration.ofHours(1), 1_000, 3);

    private final MemoryLog log;
    private final ScriptedModel model;
    private final Invariants invariants;
    private final long fence;
    private final Instant since;

    private Living session;
    private RepeatedText seen = RepeatedText.nothingSeen();

    /** What is written next, one by one: reports and progress. */
    private final Deque<Object> outbox = new ArrayDeque<>();

    /** The rest of an answer that is being heard. */
    private @Nullable Iterator<Progress> hearing;

    private @Nullable Answer answer;

    /** The calls whose intent this worker wrote, and which of them it has run. */
    private final Set<ActionId> intended = new HashSet<>();

    private final Set<ActionId> ran = new HashSet<>();
    private final List<WorkerReport.Returned> returned = new ArrayList<>();

    private SimulatedWorker(MemoryLog log, ScriptedModel model, Invariants invariants, Instant now) {
        this.log = log;
        this.model = model;
        this.invariants = invariants;
        this.fence = log.fence();
        this.session = (Living) log.state();
        this.since = now;
    }

    /** Runs a turn that has just begun, or was made to run again by what somebody decided. */
    static SimulatedWorker begin(MemoryLog log, ScriptedModel model, Invariants invariants, Instant now) {
        return new SimulatedWorker(log, model, invariants, now);
    }

    /** Carries on a turn whose worker is gone; the fence is raised before anything is read. */
    static SimulatedWorker takeOver(MemoryLog log, ScriptedModel model, Invariants invariants, Instant now) {
        log.takeOver();
        SimulatedWorker worker = new SimulatedWorker(log, model, invariants, now);
        worker.outbox.addAll(Recovery.reports(worker.turn(), Toolbox::repeatable, LIMITS));
        worker.seen = RepeatedText.of(log.events());
        return worker;
    }

    /** Writes what it was about to write, if anything; past its lease it does no more. */
    void lingers(Instant now) {
        if (!outbox.isEmpty()) {
            write(outbox.removeFirst(), now);
        }
    }

    /** Whether there is still something to do. */
    boolean work(Random choices, Instant now) {
        if (!outbox.isEmpty()) {
            return write(outbox.removeFirst(), now);
        }
        if (hearing != null) {
            hear(hearing);
            return true;
        }
        Turn turn = turn().takenOver(since);
        switch (TurnEngine.next(turn, LIMITS, now)) {
            case Next.CallModel _ -> ask(turn);
            case Next.RunTools run -> run(run, choices);
            case Next.Stop stop -> outbox.add(new WorkerReport.Failed(FailureCause.LIMIT, stop.sentence()));
        }
        return true;
    }

    private void ask(Turn turn) {
        WellFormed.check(Conversation.of(turn), "turn " + turn.number());
        invariants.modelIsAsked(turn.number(), turn.steps().size());
        answer = model.answer(turn.number(), turn.steps().size());
        hearing = answer.pieces().iterator();
    }

    private void hear(Iterator<Progress> pieces) {
        if (pieces.hasNext()) {
            post(seen.add(pieces.next()));
            return;
        }
        hearing = null;
        if (answer == null || answer.whole() == null) {
            outbox.add(new WorkerReport.Failed(FailureCause.MODEL, "The model failed."));
            return;
        }
        post(seen.end());
        seen = RepeatedText.nothingSeen();
        outbox.add(new WorkerReport.Answered(answer.whole()));
    }

    private void post(Emission emission) {
        if (emission.recovered() != null) {
            outbox.add(emission.recovered());
        }
        outbox.addAll(emission.deltas());
    }

    /** Several calls run side by side: the intents come first, then effects and results in any order. */
    private void run(Next.RunTools run, Random choices) {
        if (!run.approved().isEmpty()) {
            outbox.add(new WorkerReport.Executing(run.approved().getFirst().id()));
            return;
        }
        List<Action> toRun = run.begun().stream()
                .filter(action -> !ran.contains(action.id()))
                .toList();
        if (returned.isEmpty() || (!toRun.isEmpty() && choices.nextBoolean())) {
            Action action = toRun.get(choices.nextInt(toRun.size()));
            if (!intended.contains(action.id())) {
                throw new AssertionError("A worker would run a call that another one may have run: " + action);
            }
            if (Toolbox.exists(action)) {
                invariants.effectHappens(action);
            }
            ran.add(action.id());
            returned.add(new WorkerReport.Returned(action.id(), "out", !Toolbox.exists(action)));
        } else {
            outbox.add(returned.remove(choices.nextInt(returned.size())));
        }
    }

    private boolean write(Object what, Instant now) {
        if (what instanceof Progress progress) {
            log.progress(fence, progress, now);
            return true;
        }
        List<Event> events = log.report(fence, (WorkerReport) what, now);
        for (Event event : events) {
            if (event instanceof Event.ToolCallStarted started) {
                intended.add(started.call().id());
            } else if (event instanceof Event.ToolCallExecuting executing) {
                intended.add(executing.action());
                ran.remove(executing.action());
            }
        }
        if (!log.state().running()) {
            return false;
        }
        session = (Living) log.state();
        return true;
    }

    private Turn turn() {
        Turn turn = session.turn();
        if (turn == null) {
            throw new AssertionError("A worker has no turn");
        }
        return turn;
    }
}
