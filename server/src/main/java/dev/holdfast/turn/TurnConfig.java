package dev.holdfast.turn;

import java.time.Duration;

/**
 * How turns are shown, and waited with.
 *
 * @param heartbeat after how long a silent stream shows that it is alive
 * @param resultTimeout how long a message of the workspace dialect waits for the results of the caller's functions
 * @param retention how long a response of that dialect can be read after its end, if its session lives so long
 */
public record TurnConfig(Duration heartbeat, Duration resultTimeout, Duration retention) {

    public static final TurnConfig DEFAULT =
            new TurnConfig(Duration.ofSeconds(15), Duration.ofMinutes(10), Duration.ofDays(3_650));
}
