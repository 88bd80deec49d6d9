package dev.holdfast.session;

import java.time.Duration;

/** How long sessions live unless they say otherwise, and how often the due ones are looked for. */
public record SessionConfig(Duration idleTimeout, Duration dueInterval) {

    public static final SessionConfig DEFAULT = new SessionConfig(Duration.ofDays(7), Duration.ofSeconds(1));
}
