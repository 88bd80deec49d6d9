package dev.holdfast.engine;

import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.ModelStep;
import dev.holdfast.name.ActionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the worker that runs a turn says of it. */
public sealed interface WorkerReport extends SessionCommand {

    /** The model has answered, whole. */
    record Answered(ModelStep step) implements WorkerReport {}

    /**
     * The model is to be asked again, at most so often.
     *
     * @param spent what the answer that was cut off used, as far as that is known
     * @param cut the provider's part in it, in a sentence; null after a crash
     */
    record Retrying(int limit, TurnCost spent, @Nullable String cut) implements WorkerReport {

        static Retrying afterCrash(int limit) {
            return new Retrying(limit, TurnCost.NONE, null);
        }
    }

    /** The new answer is not what readers have seen in this range of events. */
    record Recovered(long supersededFrom, long supersededTo) implements WorkerReport {}

    /** The call is about to be run. */
    record Executing(ActionId action) implements WorkerReport {}

    record Returned(ActionId action, String output, boolean failed) implements WorkerReport {}

    /** A crash left it unknown whether these calls ran, and they must not be repeated unasked. */
    record InDoubt(List<ActionId> actions) implements WorkerReport {

        public InDoubt {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The turn cannot go on.
     *
     * @param spent what the model's call used that failed
     */
    record Failed(FailureCause cause, String sentence, TurnCost spent) implements WorkerReport {

        public Failed(FailureCause cause, String sentence) {
            this(cause, sentence, TurnCost.NONE);
        }
    }
}
