package dev.holdfast.simulation;

import dev.holdfast.event.RecordedEvent;
import java.util.List;
import java.util.Random;

/** Logs of sessions to which everything happens that can: for tests of what is made of logs. */
public final class SimulatedLogs {

    private SimulatedLogs() {}

    /** The log that a seed comes to, from the session's creation on. */
    public static List<RecordedEvent> of(long seed) {
        World world = new World(seed);
        world.play(Move.randomMoves(new Random(~seed)));
        return world.events();
    }
}
