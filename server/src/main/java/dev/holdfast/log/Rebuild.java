package dev.holdfast.log;

import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One session built anew from all its rows, checkpoints disregarded, and what was found wrong on the way. */
final class Rebuild<S> {

    private final Fold<S> fold;
    private final List<String> findings = new ArrayList<>();
    private S state;
    private @Nullable S begun;
    private @Nullable RecordedEvent metadata;
    private @Nullable Long checkpoint;
    private long last = -1;
    private long facts;
    private int turnNumber = Numbering.NO_TURN;

    Rebuild(Fold<S> fold) {
        this.fold = fold;
        this.state = fold.initial();
    }

    List<String> findings() {
        return findings;
    }

    S state() {
        return state;
    }

    /** The number of the last row that was added. */
    long last() {
        return last;
    }

    /** Adds the next row. After the first finding it only reads on, since everything else would follow from it. */
    void add(EventsRecord row) {
        if (findings.isEmpty() && row.getSequence() != last + 1) {
            findings.add("the log has event " + row.getSequence() + " where event " + (last + 1) + " belongs");
        }
        last = row.getSequence();
        if (!findings.isEmpty()) {
            return;
        }
        try {
            apply(EventCodec.decode(row));
        } catch (UnreadableEventException | IllegalStateException e) {
            findings.add("the log cannot be read: " + e.getMessage());
        }
    }

    private void apply(RecordedEvent recorded) {
        if (recorded.event() instanceof TurnStarted started) {
            turnNumber = started.turnNumber();
        }
        if (recorded.turnNumber() != turnNumber) {
            findings.add("event " + recorded.sequence() + " says that it belongs to turn " + recorded.turnNumber()
                    + ", but it lies in turn " + turnNumber);
        }
        if (recorded.event() instanceof Progress) {
            return;
        }
        facts++;
        state = fold.step().apply(state, recorded);
        if (recorded.sequence() == 0) {
            begun = state;
        }
        if (recorded.event() instanceof SessionMetadataUpdated) {
            metadata = recorded;
        }
        if (recorded.event() instanceof TurnCheckpointed found) {
            checkpoint = recorded.sequence();
            compare(recorded, found);
        }
    }

    /** Opening by a checkpoint must lead where all events before it lead. */
    private void compare(RecordedEvent recorded, TurnCheckpointed found) {
        long metadataSequence = metadata == null ? 0 : metadata.sequence();
        if (found.metadataSequence() != metadataSequence) {
            findings.add("checkpoint " + recorded.sequence() + " says that event " + found.metadataSequence()
                    + " set the metadata, but it was event " + metadataSequence);
            return;
        }
        if (begun == null) {
            return;
        }
        S restored = metadata == null ? begun : fold.step().apply(begun, metadata);
        if (!Objects.equals(fold.step().apply(restored, recorded), state)) {
            findings.add("checkpoint " + recorded.sequence() + " is not what the events before it amount to");
        }
    }

    /** Compares with the head, when all rows were added. */
    void compare(SessionHeadRecord head) {
        if (!findings.isEmpty()) {
            return;
        }
        if (last != head.getLastSequence()) {
            findings.add("the log ends with event " + last + ", but its head says " + head.getLastSequence());
        }
        if (facts != head.getRevision()) {
            findings.add("the log has " + facts + " facts, but its head says " + head.getRevision());
        }
        if (turnNumber != head.getTurnNumber()) {
            findings.add("the log has " + turnNumber + " turns, but its head says " + head.getTurnNumber());
        }
        if (!Objects.equals(checkpoint, head.getLastCheckpoint())) {
            findings.add(
                    "the last checkpoint is event " + checkpoint + ", but the head says " + head.getLastCheckpoint());
        }
        if (fold.running().test(state) != (head.getOwner() != null)) {
            findings.add("the session "
                    + (head.getOwner() == null ? "runs without an owner" : "has an owner and does not run"));
        }
    }
}
