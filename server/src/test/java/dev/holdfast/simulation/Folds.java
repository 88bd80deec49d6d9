package dev.holdfast.simulation;

import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state is the fold of the facts, whether all of them are read or only what a checkpoint leaves to read. */
final class Folds {

    private Folds() {}

    static void check(MemoryLog log) {
        if (log.state() instanceof Living living && living.revision() != log.revision()) {
            throw new AssertionError("The revision is " + living.revision() + ", the log's " + log.revision());
        }
        List<RecordedEvent> facts = log.events().stream()
                .filter(recorded -> !(recorded.event() instanceof Event.Progress))
                .toList();
        same("from scratch", log.state(), fold(facts));
        RecordedEvent checkpoint = last(facts);
        if (checkpoint != null && checkpoint.event() instanceof TurnCheckpointed told) {
            List<RecordedEvent> opened = facts.stream()
                    .filter(recorded -> recorded.sequence() == 0
                            || recorded.sequence() == told.metadataSequence()
                            || recorded.sequence() >= checkpoint.sequence())
                    .toList();
            same("from the checkpoint", log.state(), fold(opened));
        }
    }

    private static @Nullable RecordedEvent last(List<RecordedEvent> facts) {
        for (RecordedEvent recorded : facts.reversed()) {
            if (recorded.event() instanceof TurnCheckpointed) {
                return recorded;
            }
        }
        return null;
    }

    private static SessionState fold(List<RecordedEvent> events) {
        SessionState state = new Unborn();
        for (RecordedEvent recorded : events) {
            state = SessionEngine.apply(state, recorded);
        }
        return state;
    }

    private static void same(String how, SessionState kept, SessionState folded) {
        if (!kept.equals(folded)) {
            throw new AssertionError("Folded " + how + " the state is " + folded + ", it was " + kept);
        }
    }
}
