package dev.holdfast.node;

import dev.holdfast.error.StartupException;
import java.time.Duration;

/**
 * How long a node counts as alive.
 *
 * @param lease how long others leave its sessions alone after a beat
 * @param beatInterval how often it beats
 * @param margin by how much earlier than the others it gives itself up, for clocks that do not run alike
 */
public record NodeConfig(Duration lease, Duration beatInterval, Duration margin) {

    public static final NodeConfig DEFAULT =
            new NodeConfig(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(2));

    public NodeConfig {
        if (beatInterval.plus(margin).compareTo(lease) >= 0) {
            throw new StartupException(
                    ("A node's lease of %s ends before its next beat: it must be longer than the beat"
                                    + " interval of %s and the margin of %s together.")
                            .formatted(lease, beatInterval, margin));
        }
    }
}
