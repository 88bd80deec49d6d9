package dev.holdfast.engine;

import java.util.List;

/** What is to be done for a turn that runs. */
public sealed interface Next {

    /** The model is to be asked. */
    record CallModel() implements Next {}

    /**
     * Calls are to be run.
     *
     * @param begun calls that may have run before: after a crash they are to be run again or to be put in doubt
     * @param approved calls that have not been run since they were approved
     */
    record RunTools(List<Action> begun, List<Action> approved) implements Next {}

    /** The turn has reached a bound. */
    record Stop(String sentence) implements Next {}
}
