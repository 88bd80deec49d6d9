package dev.holdfast.turn;

import java.time.Duration;

/**
 * How turns are shown.
 *
 * @param heartbeat after how long a silent stream shows that it is alive
 */
public record TurnConfig(Duration heartbeat) {

    public static final TurnConfig DEFAULT = new TurnConfig(Duration.ofSeconds(15));
}
