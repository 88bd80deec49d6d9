package dev.holdfast.session;

import java.time.Duration;

/**
 * How long sessions live unless they say otherwise, and how often the due ones are looked for.
 *
 * @param idleTimeout how long a session may be idle
 * @param defaultTtl the hard bound of a session of the workspace dialect, and of any that is not persistent
 * @param afterLastResponse how long a session that is not persistent outlives its last response
 * @param dueInterval how often the worker looks for what is due
 * @param maxOfWorkspace how many sessions of the workspace dialect a tenant may have at once; 0 for any number
 */
public record SessionConfig(
        Duration idleTimeout,
        Duration defaultTtl,
        Duration afterLastResponse,
        Duration dueInterval,
        int maxOfWorkspace) {

    public static final SessionConfig DEFAULT =
            new SessionConfig(Duration.ofDays(7), Duration.ofHours(4), Duration.ofMinutes(5), Duration.ofSeconds(1), 0);

    public SessionConfig withMaxOfWorkspace(int most) {
        return new SessionConfig(idleTimeout, defaultTtl, afterLastResponse, dueInterval, most);
    }
}
