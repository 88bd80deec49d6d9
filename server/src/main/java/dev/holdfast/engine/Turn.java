package dev.holdfast.engine;

import dev.holdfast.engine.ActionState.AwaitingResult;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A turn that has not ended.
 *
 * @param firstSequence the number of its first event
 * @param runningSince when it last began to run: its beginning, or the decision that ended its last pause
 * @param retries how often the model has been asked again for the answer that is due
 * @param pause why it waits and since when; null while it runs
 */
public record Turn(
        int number,
        long firstSequence,
        KeyId key,
        TurnRequest request,
        Instant runningSince,
        List<Step> steps,
        int retries,
        TurnCost cost,
        @Nullable Pause pause) {

    public Turn {
        steps = List.copyOf(steps);
    }

    /**
     * That it waits.
     *
     * @param since when it began to wait; what is decided in between does not change it
     */
    public record Pause(PauseReason reason, Instant since) {}

    Turn with(List<Step> newSteps) {
        return new Turn(number, firstSequence, key, request, runningSince, newSteps, retries, cost, pause);
    }

    Turn retried(int times) {
        return new Turn(number, firstSequence, key, request, runningSince, steps, times, cost, pause);
    }

    /** A call of the model cost this and brought no answer. */
    Turn spent(TurnCost more) {
        return new Turn(number, firstSequence, key, request, runningSince, steps, retries, cost.plus(more), pause);
    }

    /** The model has answered: what it cost is known, and the next answer begins anew. */
    Turn answered(ModelStep answer) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(answer, List.of()));
        return new Turn(number, firstSequence, key, request, runningSince, more, 0, cost.plus(answer), pause);
    }

    Turn paused(PauseReason reason, Instant at) {
        Pause waiting = new Pause(reason, pause == null ? at : pause.since());
        return new Turn(number, firstSequence, key, request, runningSince, steps, retries, cost, waiting);
    }

    Turn runningAgain(Instant since) {
        return new Turn(number, firstSequence, key, request, since, steps, retries, cost, null);
    }

    /**
     * The turn as a worker runs it that took it over at this instant: the time in which nobody ran it does not count
     * towards its limit.
     */
    public Turn takenOver(Instant at) {
        return at.isAfter(runningSince) ? runningAgain(at) : this;
    }

    /** Whether the server has to do something about it, now. */
    public boolean running() {
        return pause == null;
    }

    /** The step whose calls are open; absent before the first. */
    Optional<Step> lastStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    Optional<Action> find(ActionId id) {
        return lastStep().flatMap(step -> step.find(id));
    }

    /** The calls that wait for somebody, in the order in which the model asked for them. */
    public List<PendingAction> pending() {
        return actions().flatMap(action -> action.pending().stream()).toList();
    }

    /** The next instant at which it gives up waiting for something; null if it never does. */
    @Nullable
    Instant dueAt() {
        return actions()
                .map(this::givenUpAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The calls that are given up at this instant, or were to be before. */
    List<PendingAction> overdue(Instant now) {
        return actions()
                .filter(action -> {
                    Instant due = givenUpAt(action);
                    return due != null && !now.isBefore(due);
                })
                .flatMap(action -> action.pending().stream())
                .toList();
    }

    /** What one call is waited for is bounded by itself: a result that an approval led to is waited for from then on. */
    private @Nullable Instant givenUpAt(Action action) {
        Need need = action.need().orElse(null);
        if (pause == null || need == null) {
            return null;
        }
        Duration limit = switch (need) {
            case RESULT -> request.patience().results();
            case APPROVAL, APPROVAL_AND_RESULT, DOUBT_SETTLED ->
                request.patience().approvals();
        };
        if (limit == null) {
            return null;
        }
        Instant approved = action.state() instanceof AwaitingResult waiting ? waiting.since() : null;
        return (approved == null ? pause.since() : approved).plus(limit);
    }

    private Stream<Action> actions() {
        return lastStep().stream().flatMap(step -> step.actions().stream());
    }

    /** Whether the model asked for this call in this turn, be it that it is open or not. */
    boolean knows(ActionId id) {
        return steps.stream().anyMatch(step -> step.find(id).isPresent());
    }

    /** All text of the steps so far. */
    String text() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.answer().text()));
        return text.toString();
    }
}
