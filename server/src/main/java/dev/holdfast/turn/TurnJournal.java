package dev.holdfast.turn;

import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.Turn;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.log.EventLog;
import dev.holdfast.log.Opened;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.OwnedSession;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The door for whoever runs turns. What is reported here is durable, or refused because the session changed hands. */
public final class TurnJournal {

    private final EventLog<SessionState> log;

    public TurnJournal(EventLog<SessionState> log) {
        this.log = log;
    }

    /** Reads the session again, for the one who runs it. */
    public Opened<SessionState> reopen(Opened<SessionState> known) {
        return log.reopen(known);
    }

    /** Takes a turn whose server is gone. */
    public Opened<SessionState> takeOver(OwnedSession orphan) {
        return log.takeOver(orphan.session(), orphan.fence());
    }

    /**
     * Says what happened; the session after it. If the turn is no longer as it was known, an earlier attempt to say so has
     * arrived after all, and nothing is written.
     */
    public Opened<SessionState> report(Opened<SessionState> known, WorkerReport report) {
        return log.append(
                        known,
                        state -> Objects.equals(turn(state), turn(known.state()))
                                ? SessionEngine.decide(state, report)
                                : List.of())
                .opened();
    }

    private static @Nullable Turn turn(SessionState state) {
        return state instanceof SessionState.Living living ? living.turn() : null;
    }

    /** Says what readers see on the way to the next report. */
    public void progress(SessionId session, long fence, List<Progress> progress) {
        log.appendProgress(session, fence, progress);
    }
}
