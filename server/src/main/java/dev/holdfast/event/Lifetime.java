package dev.holdfast.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session ends by itself and how: a hard bound from its creation, a bound on being idle, or both, or neither.
 */
public record Lifetime(@Nullable Duration maxAge, @Nullable IdleBound idle, End end) {

    public static final Duration LONGEST = Duration.ofDays(3_650);

    /** How long a session may be idle, and from when it counts as idle. */
    public record IdleBound(Duration timeout, IdleClock clock) {}

    public enum IdleClock {
        LAST_ACTIVITY,
        LAST_RESPONSE
    }

    public enum End {
        COMPLETE,
        DESTROY
    }

    /** Ends so long after the last activity, and can still be read. */
    public static Lifetime idle(Duration timeout) {
        return new Lifetime(null, new IdleBound(timeout, IdleClock.LAST_ACTIVITY), End.COMPLETE);
    }

    /** Whether the session outlives its last response. */
    public boolean persistent() {
        return idle == null || idle.clock() == IdleClock.LAST_ACTIVITY;
    }

    /** The bound to tell where only one can be told: the hard one, else the idle one, else the longest there is. */
    public Duration told() {
        if (maxAge != null) {
            return maxAge;
        }
        return idle == null ? LONGEST : idle.timeout();
    }
}
