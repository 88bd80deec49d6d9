package dev.holdfast.session;

import dev.holdfast.engine.SessionEnd;
import dev.holdfast.engine.SessionState.Ledger;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Times;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.engine.Turn;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is shown.
 *
 * @param busy whether a turn has not ended, be it that it runs or that it waits
 * @param pending the calls that wait for somebody
 * @param dueAt the next instant at which anything happens to it by itself
 */
public record Session(
        SessionId id,
        SessionSettings settings,
        Json metadata,
        SessionStatus status,
        boolean busy,
        Times times,
        Ledger ledger,
        List<PendingAction> pending,
        @Nullable Instant dueAt) {

    public Session {
        pending = List.copyOf(pending);
    }

    /** When it ends by itself, if nothing happens before; null if it does not. */
    public @Nullable Instant endsAt() {
        return SessionEnd.at(settings.lifetime(), times, status, busy);
    }

    static Session of(SessionId id, Living state) {
        Turn turn = state.turn();
        return new Session(
                id,
                state.settings(),
                state.metadata(),
                state.status(),
                turn != null,
                state.times(),
                state.ledger(),
                turn == null ? List.of() : turn.pending(),
                state.dueAt());
    }
}
