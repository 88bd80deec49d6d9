package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Times;
import dev.holdfast.event.Lifetime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a session ends by itself. */
public final class SessionEnd {

    private SessionEnd() {}

    /**
     * Null if it does not.
     *
     * @param busy whether a turn has not ended
     */
    public static @Nullable Instant at(Lifetime lifetime, Times times, SessionStatus status, boolean busy) {
        return switch (status) {
            case COMPLETED -> null;
            case ACTIVE -> earlier(maxAgeAt(lifetime, times), busy ? null : idleAt(lifetime, times, false));
            case PAUSED -> earlier(maxAgeAt(lifetime, times), idleAt(lifetime, times, true));
        };
    }

    static @Nullable Instant maxAgeAt(Lifetime lifetime, Times times) {
        return lifetime.maxAge() == null ? null : times.createdAt().plus(lifetime.maxAge());
    }

    private static @Nullable Instant idleAt(Lifetime lifetime, Times times, boolean waits) {
        Lifetime.IdleBound idle = lifetime.idle();
        if (idle == null) {
            return null;
        }
        Instant since = switch (idle.clock()) {
            case LAST_ACTIVITY -> times.lastActivityAt();
            // A session that has not responded yet, or whose response waits, is not idle by this clock.
            case LAST_RESPONSE -> waits ? null : times.lastResponseAt();
        };
        return since == null ? null : since.plus(idle.timeout());
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
