package dev.holdfast.log;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;

/** The smallest state that shows whether the log did right: how many facts, which turn, who must run it. */
record Tally(long facts, int turn, boolean running, String metadata, long metadataSequence) {

    static final Tally NOTHING = new Tally(0, 0, false, "", 0);

    static final Fold<Tally> FOLD = new Fold<>(NOTHING, Tally::apply, Tally::running, Tally::memorable);

    private boolean memorable() {
        return facts > 0 && !running;
    }

    private static Tally apply(Tally before, RecordedEvent recorded) {
        long facts = before.facts + 1;
        Event event = recorded.event();
        if (event instanceof SessionCreated created) {
            return new Tally(facts, 0, false, created.metadata().text(), 0);
        }
        if (event instanceof SessionMetadataUpdated updated) {
            return new Tally(
                    facts, before.turn, before.running, updated.metadata().text(), recorded.sequence());
        }
        if (event instanceof TurnStarted started) {
            return new Tally(facts, started.turnNumber(), true, before.metadata, before.metadataSequence);
        }
        if (event instanceof TurnCheckpointed checkpoint) {
            return new Tally(
                    checkpoint.revision(),
                    checkpoint.turnNumber(),
                    false,
                    before.metadata,
                    checkpoint.metadataSequence());
        }
        boolean stops =
                event instanceof TurnCompleted || event instanceof TurnPaused || event instanceof SessionDeleted;
        boolean running = event instanceof TurnResumed || (before.running && !stops);
        return new Tally(facts, before.turn, running, before.metadata, before.metadataSequence);
    }
}
