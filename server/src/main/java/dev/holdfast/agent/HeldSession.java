package dev.holdfast.agent;

import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.Turn;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event.ModelCallRetried;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Opened;
import dev.holdfast.name.SessionId;
import dev.holdfast.turn.TurnJournal;
import dev.holdfast.turn.TurnStore;
import dev.holdfast.turn.TurnStore.Range;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session as the worker that holds it knows it. It says what happened, and waits for a database that does not answer. */
final class HeldSession {

    private static final Logger LOG = LoggerFactory.getLogger(HeldSession.class);
    private static final Duration OUTAGE_PAUSE = Duration.ofMillis(200);

    private final TurnJournal journal;
    private final TurnStore turns;
    private final SessionId id;
    private final long fence;
    private Opened<SessionState> known;
    private volatile boolean released;

    HeldSession(TurnJournal journal, TurnStore turns, Opened<SessionState> known) {
        this.journal = journal;
        this.turns = turns;
        this.id = known.session();
        this.fence = known.fence();
        this.known = known;
    }

    SessionId id() {
        return id;
    }

    long fence() {
        return fence;
    }

    Living living() {
        if (known.state() instanceof Living living) {
            return living;
        }
        throw new IllegalStateException("A session that is run is " + known.state());
    }

    /** The turn, as long as it runs. */
    Optional<Turn> running() {
        return known.state() instanceof Living living
                ? Optional.ofNullable(living.turn()).filter(Turn::running)
                : Optional.empty();
    }

    Turn turn() {
        return Objects.requireNonNull(living().turn(), "A turn that is run has not ended");
    }

    void reportNow(WorkerReport report) {
        known = journal.report(known, report);
    }

    /** Says what happened, however long the database does not answer: what was done must not be done again. */
    void report(WorkerReport report) throws InterruptedException {
        while (true) {
            try {
                reportNow(report);
                return;
            } catch (HoldfastException e) {
                await(e);
            }
        }
    }

    void progress(List<Progress> deltas) {
        journal.progress(id, fence, deltas);
    }

    /** After an outage it is not known what was written. */
    void reopen() throws InterruptedException {
        while (true) {
            try {
                known = journal.reopen(known);
                return;
            } catch (HoldfastException e) {
                await(e);
            }
        }
    }

    /** Nothing is waited for any more. */
    void release() {
        released = true;
    }

    private void await(HoldfastException failure) throws InterruptedException {
        if (failure.reason() != Reason.DATABASE_UNAVAILABLE) {
            throw failure;
        }
        if (released) {
            throw new InterruptedException();
        }
        LOG.warn("session {} waits for the database: {}", id, failure.sentence());
        Thread.sleep(OUTAGE_PAUSE);
    }

    /** What readers have seen of the answer that is due. */
    List<RecordedEvent> seenOfTheAnswer() {
        long first = turn().firstSequence();
        long last = turns.facts(id, new Range(first, known.lastSequence())).stream()
                .filter(fact -> !withinAStep(fact))
                .mapToLong(RecordedEvent::sequence)
                .max()
                .orElse(first);
        return turns.events(id, new Range(last, known.lastSequence()));
    }

    private static boolean withinAStep(RecordedEvent fact) {
        return fact.event() instanceof ModelCallRetried
                || fact.event() instanceof TurnRecovered
                || fact.event() instanceof SessionMetadataUpdated;
    }
}
