package dev.holdfast.agent;

import dev.holdfast.engine.TurnLimits;
import java.time.Duration;

/**
 * How turns are run.
 *
 * @param limits how far a turn may go by itself
 * @param maxRunning how many turns this server runs at once; others wait for one of them to end or to pause
 * @param deltaInterval how long a model's words are gathered before they are appended; the first are appended at once
 * @param lookInterval how often this server looks for turns whose server is gone, and for turns that it has lost
 */
public record AgentConfig(TurnLimits limits, int maxRunning, Duration deltaInterval, Duration lookInterval) {

    public static final AgentConfig DEFAULT = new AgentConfig(
            new TurnLimits(64, Duration.ofHours(1), 10_000_000, 3),
            1_000,
            Duration.ofMillis(25),
            Duration.ofSeconds(1));
}
