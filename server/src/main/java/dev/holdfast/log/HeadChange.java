package dev.holdfast.log;

import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.RecordedEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What facts change in a session's head besides the numbers.
 *
 * @param owner who runs the session from now on
 * @param turnNumber the turn that began last; null if it is the same as before
 * @param checkpoint the place of the last checkpoint among the appended events, from 1; null if there is none
 * @param deletedAt when the session was deleted; null if it was not
 */
record HeadChange(
        Owner owner,
        @Nullable Integer turnNumber,
        @Nullable Integer checkpoint,
        @Nullable Instant deletedAt) {

    /** What progress changes. */
    static final HeadChange NONE = new HeadChange(Owner.UNCHANGED, null, null, null);

    enum Owner {
        UNCHANGED,
        THIS_NODE,
        NOBODY
    }

    static <S> HeadChange of(Fold<S> fold, S before, List<RecordedEvent> events, S after) {
        Integer checkpoint = null;
        for (int place = 1; place <= events.size(); place++) {
            if (events.get(place - 1).event() instanceof TurnCheckpointed) {
                checkpoint = place;
            }
        }
        RecordedEvent last = events.getLast();
        return new HeadChange(
                owner(fold.running().test(before), fold.running().test(after)),
                last.turnNumber(),
                checkpoint,
                last.event() instanceof SessionDeleted ? last.at() : null);
    }

    private static Owner owner(boolean ranBefore, boolean runsAfter) {
        if (ranBefore == runsAfter) {
            return Owner.UNCHANGED;
        }
        return runsAfter ? Owner.THIS_NODE : Owner.NOBODY;
    }

    /** Changing hands raises the fence. */
    int raised() {
        return owner == Owner.UNCHANGED ? 0 : 1;
    }
}
