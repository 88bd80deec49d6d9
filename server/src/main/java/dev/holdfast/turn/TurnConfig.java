package dev.holdfast.turn;

import java.time.Duration;
import java.util.Optional;

/**
 * How turns are shown, and waited with.
 *
 * @param heartbeat after how long a silent stream shows that it is alive
 * @param resultTimeout how long a message of the workspace dialect waits for the results of the caller's functions
 * @param retention how long a response of that dialect can be read after its end, if its session lives so long
 * @param resumeWindow how long a response of /v1/responses that is not stored can be read after its end
 * @param stored how long one that is stored is kept from its beginning
 * @param approvalsExpireAfter how long a turn waits for a person's decision if it does not say so itself; empty for as long as
 *     its session lives
 */
public record TurnConfig(
        Duration heartbeat,
        Duration resultTimeout,
        Duration retention,
        Duration resumeWindow,
        Duration stored,
        Optional<Duration> approvalsExpireAfter) {

    public static final TurnConfig DEFAULT = new TurnConfig(
            Duration.ofSeconds(15),
            Duration.ofMinutes(10),
            Duration.ofDays(3_650),
            Duration.ofMinutes(5),
            Duration.ofDays(30),
            Optional.empty());

    public TurnConfig withHeartbeat(Duration other) {
        return new TurnConfig(other, resultTimeout, retention, resumeWindow, stored, approvalsExpireAfter);
    }

    public TurnConfig withRetention(Duration other) {
        return new TurnConfig(heartbeat, resultTimeout, other, resumeWindow, stored, approvalsExpireAfter);
    }

    public TurnConfig withApprovalsExpiringAfter(Duration other) {
        return new TurnConfig(heartbeat, resultTimeout, retention, resumeWindow, stored, Optional.of(other));
    }
}
