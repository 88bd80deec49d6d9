package dev.holdfast.log;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** An append on its way through the queue: what is to be written, on which condition, and who waits for the outcome. */
final class PendingAppend<S> {

    /**
     * What an append of facts rests on and leads to.
     *
     * @param expected the events with the numbers that they get if no progress comes between
     * @param after the state in that case
     */
    record Basis<S>(
            Opened<S> known,
            List<RecordedEvent> expected,
            S after,
            HeadChange head,
            @Nullable KeyClaim claim) {}

    final SessionId session;
    final long fence;
    final List<Event> events;
    final Instant at;

    /** Null if there is progress alone, which depends on no state. */
    final @Nullable Basis<S> basis;

    /** Names this append in the head, by which it is recognised when a commit's outcome is unknown. */
    final UUID id;

    final List<EncodedEvent> rows;
    final int facts;
    final long bytes;

    private final CompletableFuture<Outcome<S>> outcome = new CompletableFuture<>();
    private final long queuedAt = System.nanoTime();
    private long notBefore = queuedAt;

    PendingAppend(SessionId session, long fence, List<? extends Event> events, Instant at, @Nullable Basis<S> basis) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("An append has events");
        }
        this.session = session;
        this.fence = fence;
        this.events = List.copyOf(events);
        this.at = at;
        this.basis = basis;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.id = new UUID(random.nextLong(), random.nextLong());
        this.rows = events.stream().map(EventCodec::encode).toList();
        this.facts = (int)
                events.stream().filter(event -> !(event instanceof Progress)).count();
        this.bytes = rows.stream().mapToLong(row -> row.payload().length).sum();
    }

    /** Who runs the session after it. */
    HeadChange.Owner owner() {
        return basis == null ? HeadChange.Owner.UNCHANGED : basis.head().owner();
    }

    /** Waits as long as it takes: the committer is bounded, and only the outcome tells whether the append happened. */
    Outcome<S> await() {
        return outcome.join();
    }

    void complete(Outcome<S> result) {
        outcome.complete(result);
    }

    boolean olderThan(Duration age) {
        return System.nanoTime() - queuedAt > age.toNanos();
    }

    /** How long, in nanoseconds, until it may be tried; not positive if it may be now. */
    long delay() {
        return notBefore - System.nanoTime();
    }

    void pause(Duration pause) {
        notBefore = System.nanoTime() + pause.toNanos();
    }
}
