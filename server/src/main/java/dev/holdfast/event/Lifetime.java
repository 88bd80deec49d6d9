package dev.holdfast.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session ends by itself and how: a hard bound from its creation, if any, and a bound on being idle with the
 * clock that says from when a session is idle.
 */
public record Lifetime(@Nullable Duration maxAge, Duration idleTimeout, IdleClock idleClock, End end) {

    public static final Duration LONGEST = Duration.ofDays(3_650);

    public enum IdleClock {
        LAST_ACTIVITY,
        LAST_RESPONSE
    }

    public enum End {
        COMPLETE,
        DESTROY
    }
}
