package dev.holdfast.engine;

import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a session's events amount to. */
public sealed interface SessionState {

    /** In characters. Thousands of these may be kept. */
    int MEMORABLE_LENGTH = 32_768;

    /** No event yet. */
    record Unborn() implements SessionState {}

    /**
     * The session can be read.
     *
     * @param turn the turn that has not ended; null between turns
     */
    record Living(
            SessionSettings settings,
            Metadata notes,
            Times times,
            Ledger ledger,
            boolean completed,
            @Nullable Turn turn)
            implements SessionState {

        public boolean belongsTo(TenantId tenant) {
            return settings.tenant().equals(tenant);
        }

        public Json metadata() {
            return notes.json();
        }

        public long revision() {
            return ledger.revision();
        }

        public SessionStatus status() {
            if (completed) {
                return SessionStatus.COMPLETED;
            }
            return turn == null || turn.running() ? SessionStatus.ACTIVE : SessionStatus.PAUSED;
        }

        /** The next instant at which something happens to the session by itself; null if nothing will. */
        public @Nullable Instant dueAt() {
            return SessionEnd.earlier(endAt(), completed || turn == null ? null : turn.dueAt());
        }

        /** When the session ends by itself; null if it does not. */
        @Nullable
        Instant endAt() {
            return SessionEnd.at(settings.lifetime(), times, status(), turn != null);
        }

        @Nullable
        Instant maxAgeAt() {
            return SessionEnd.maxAgeAt(settings.lifetime(), times);
        }

        Living with(Metadata newNotes) {
            return new Living(settings, newNotes, times, ledger, completed, turn);
        }

        Living with(Times newTimes) {
            return new Living(settings, notes, newTimes, ledger, completed, turn);
        }

        Living with(Ledger newLedger) {
            return new Living(settings, notes, times, newLedger, completed, turn);
        }

        Living with(@Nullable Turn newTurn) {
            return new Living(settings, notes, times, ledger, completed, newTurn);
        }

        Living ended() {
            return new Living(settings, notes, times, ledger, true, turn);
        }
    }

    /** The session was deleted. */
    record Gone() implements SessionState {}

    /** The caller's notes, and the number of the event that set them. */
    record Metadata(Json json, long sequence) {}

    record Times(
            Instant createdAt,
            Instant updatedAt,
            Instant lastActivityAt,
            @Nullable Instant lastResponseAt) {

        static Times born(Instant at) {
            return new Times(at, at, at, null);
        }

        Times updated(Instant at) {
            return new Times(createdAt, at, lastActivityAt, lastResponseAt);
        }

        Times active(Instant at) {
            return new Times(createdAt, updatedAt, at, lastResponseAt);
        }

        Times responded(Instant at) {
            return new Times(createdAt, updatedAt, at, at);
        }
    }

    /**
     * What is counted.
     *
     * @param revision the number of facts
     * @param turns the number of turns that were started
     * @param costMicros what the ended turns cost, in millionths of a dollar
     */
    record Ledger(long revision, int turns, long costMicros) {

        Ledger fact() {
            return new Ledger(revision + 1, turns, costMicros);
        }

        Ledger turn(int number) {
            return new Ledger(revision, number, costMicros);
        }

        Ledger cost(long micros) {
            return new Ledger(revision, turns, costMicros + micros);
        }
    }

    /** How many turns were started. */
    default int turns() {
        return switch (this) {
            case Living living -> living.ledger().turns();
            case Unborn _, Gone _ -> 0;
        };
    }

    /** Whether it is small, and the next turn may begin from it. */
    default boolean memorable() {
        return switch (this) {
            case Living living ->
                living.turn() == null
                        && !living.completed()
                        && living.settings().length() + living.metadata().text().length() < MEMORABLE_LENGTH;
            case Unborn _, Gone _ -> false;
        };
    }

    /** Whether a worker has something to do. */
    default boolean running() {
        return switch (this) {
            case Living living -> {
                Turn turn = living.turn();
                yield turn != null && turn.running();
            }
            case Unborn _, Gone _ -> false;
        };
    }
}
