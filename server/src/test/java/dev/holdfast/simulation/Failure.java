package dev.holdfast.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule that breaks a promise, the promise, and what happened. */
record Failure(List<Move> moves, String what, List<String> story) {

    static @Nullable Failure of(long seed, List<Move> moves) {
        World world = new World(seed);
        try {
            world.play(moves);
            return null;
        } catch (AssertionError | IllegalStateException broken) {
            return new Failure(moves, broken.toString(), List.copyOf(world.story()));
        }
    }

    /** Leaves out what can be left out, and makes choices small, as long as something breaks. */
    static Failure shrink(long seed, List<Move> moves) {
        Failure smallest = require(of(seed, moves));
        for (int size = moves.size(); size > 0; size = size == 1 ? 0 : (size + 1) / 2) {
            for (int from = smallest.moves().size() - size; from >= 0; from--) {
                List<Move> fewer = new ArrayList<>(smallest.moves());
                fewer.subList(from, from + size).clear();
                Failure still = of(seed, fewer);
                if (still != null) {
                    smallest = still;
                    from = Math.min(from, smallest.moves().size() - size + 1);
                }
            }
        }
        for (int at = 0; at < smallest.moves().size(); at++) {
            for (int choice = 0; choice < Math.min(8, smallest.moves().get(at).choice()); choice++) {
                List<Move> simpler = new ArrayList<>(smallest.moves());
                simpler.set(at, new Move(simpler.get(at).kind(), choice));
                Failure still = of(seed, simpler);
                if (still != null) {
                    smallest = still;
                    break;
                }
            }
        }
        return smallest;
    }

    /** The story, a line for each thing that happened. */
    String told() {
        return String.join(System.lineSeparator(), story);
    }

    private static Failure require(@Nullable Failure failure) {
        if (failure == null) {
            throw new IllegalArgumentException("Nothing breaks");
        }
        return failure;
    }
}
