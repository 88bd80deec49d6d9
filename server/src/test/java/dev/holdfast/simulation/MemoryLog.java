package dev.holdfast.simulation;

import dev.holdfast.engine.SessionCommand;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session's log as it behaves to its writers. A command is written if neither fence nor revision has moved since it was
 * decided; what a worker says, if the fence has not. Whoever makes a turn run, or stop, raises the fence, except that a worker
 * lays down by itself what it owns.
 */
final class MemoryLog {

    private final List<RecordedEvent> events = new ArrayList<>();
    private final Consumer<RecordedEvent> reader;
    private SessionState state;
    private long fence;
    private long revision;

    /** Begins with what happened before. */
    MemoryLog(List<RecordedEvent> before, SessionState state, Consumer<RecordedEvent> reader) {
        this.events.addAll(before);
        this.state = state;
        this.revision = before.size();
        this.reader = reader;
        before.forEach(reader);
    }

    /** What is to be written, and what it was decided on. */
    record Decided(List<Event> events, long fence, long revision) {}

    /** The writer's fence is not the log's any more. */
    static final class StaleFence extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StaleFence() {
            super("stale", null, false, false);
        }
    }

    Decided decide(SessionCommand command) {
        return new Decided(SessionEngine.decide(state, command), fence, revision);
    }

    /** Whether it was written; else it is to be decided anew. */
    boolean append(Decided decided, Instant now) {
        if (decided.fence() != fence || decided.revision() != revision) {
            return false;
        }
        boolean ran = state.running();
        decided.events().forEach(event -> write(event, now));
        if (ran != state.running()) {
            fence++;
        }
        return true;
    }

    List<Event> report(long writer, WorkerReport report, Instant now) {
        require(writer);
        List<Event> decided = SessionEngine.decide(state, report);
        decided.forEach(event -> write(event, now));
        return decided;
    }

    void progress(long writer, Event.Progress progress, Instant now) {
        require(writer);
        write(progress, now);
    }

    long takeOver() {
        return ++fence;
    }

    long fence() {
        return fence;
    }

    long revision() {
        return revision;
    }

    SessionState state() {
        return state;
    }

    List<RecordedEvent> events() {
        return events;
    }

    private void require(long writer) {
        if (writer != fence) {
            throw new StaleFence();
        }
    }

    private void write(Event event, Instant now) {
        int turn = event instanceof Event.TurnStarted started ? started.turnNumber() : state.turns();
        RecordedEvent recorded = new RecordedEvent(events.size(), turn, now, event);
        state = SessionEngine.apply(state, recorded);
        events.add(recorded);
        revision += event instanceof Event.Progress ? 0 : 1;
        reader.accept(recorded);
    }
}
