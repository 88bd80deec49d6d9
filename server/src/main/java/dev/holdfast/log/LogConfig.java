package dev.holdfast.log;

import java.time.Duration;

/**
 * The bounds of the log.
 *
 * @param committers how many commits may be under way at once
 * @param batchEvents how many events one commit carries; an append with more is a batch of its own
 * @param batchBytes how many bytes of payload, likewise
 * @param queuedEvents how many events wait for each committer before append blocks
 * @param headPatience how long an append waits for a head that somebody else holds
 * @param outagePatience how long an append waits for a database that does not answer
 * @param settlePatience how long the outcome of a commit is looked for
 * @param pollInterval how often the heads of followed sessions are read, for what other nodes append
 * @param readPatience how long a follower waits for a database that does not answer
 */
public record LogConfig(
        int committers,
        int batchEvents,
        long batchBytes,
        int queuedEvents,
        Duration headPatience,
        Duration outagePatience,
        Duration settlePatience,
        Duration pollInterval,
        Duration readPatience) {

    public static final LogConfig DEFAULT = new LogConfig(
            2,
            4_096,
            4 << 20,
            8_192,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(30));
}
