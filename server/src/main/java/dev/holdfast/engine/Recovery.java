package dev.holdfast.engine;

import dev.holdfast.engine.ActionState.Executing;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a worker has to report, in this order, before it carries on a turn whose last worker is gone. An answer that was due
 * is asked for again; a call that may have run is run again if its tool is repeatable, and else a person has to say.
 */
public final class Recovery {

    private Recovery() {}

    public static List<WorkerReport> reports(Turn turn, Predicate<Action> repeatable, TurnLimits limits) {
        List<Action> begun = turn.lastStep().stream()
                .flatMap(step -> step.actions().stream())
                .filter(action -> action.state() instanceof Executing)
                .toList();
        if (!begun.isEmpty()) {
            return ofCalls(begun, repeatable, limits);
        }
        boolean answerDue = turn.running() && turn.lastStep().stream().noneMatch(Step::underWay);
        return answerDue ? List.of(WorkerReport.Retrying.afterCrash(limits.retries())) : List.of();
    }

    private static List<WorkerReport> ofCalls(List<Action> begun, Predicate<Action> repeatable, TurnLimits limits) {
        List<ActionId> inDoubt = new ArrayList<>();
        List<WorkerReport> again = new ArrayList<>();
        for (Action action : begun) {
            // What is cut off time after time may be what brings the workers down.
            if (repeatable.test(action) && action.attempts() <= limits.retries()) {
                again.add(new WorkerReport.Executing(action.id()));
            } else {
                inDoubt.add(action.id());
            }
        }
        List<WorkerReport> reports = new ArrayList<>();
        if (!inDoubt.isEmpty()) {
            reports.add(new WorkerReport.InDoubt(inDoubt));
        }
        reports.addAll(again);
        return List.copyOf(reports);
    }
}
