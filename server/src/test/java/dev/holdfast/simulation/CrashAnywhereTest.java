package dev.holdfast.simulation;

import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.simulation.Move.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever crashes, and in whatever order people and workers act, the promises of ARCHITECTURE.md hold. A failing schedule is
 * shrunk and printed with its seed; {@code -Dsimulation.seed=N} begins with that seed, {@code -Dsimulation.schedules=N} says
 * how many are run.
 */
final class CrashAnywhereTest {

    private static final long SEED = Long.getLong("simulation.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 4_000);

    @Test
    void noScheduleBreaksAPromise() {
        System.out.println("simulation: " + SCHEDULES + " schedules from seed " + SEED);
        for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
            check(seed, Move.randomMoves(new Random(~seed)));
        }
    }

    /** One crash, and then another, after every single thing that a worker does. */
    @Test
    void aTurnSurvivesACrashAfterEveryStep() {
        for (long seed = SEED; seed < SEED + Math.max(5, SCHEDULES / 400); seed++) {
            for (int first = 0; first < 30; first++) {
                for (int second = 0; second < 30; second += 3) {
                    List<Move> moves = new ArrayList<>();
                    moves.add(new Move(Kind.SUBMIT, (int) seed));
                    crashAfter(moves, first);
                    crashAfter(moves, second);
                    for (int round = 0; round < 4; round++) {
                        work(moves, 40);
                        moves.add(new Move(Kind.APPROVE, (int) seed + round));
                    }
                    check(seed, moves);
                }
            }
        }
    }

    private static void crashAfter(List<Move> moves, int steps) {
        work(moves, steps);
        moves.add(new Move(Kind.CRASH, 0));
        moves.add(new Move(Kind.APPROVE, steps));
        moves.add(new Move(Kind.TAKE_OVER, 0));
    }

    private static void work(List<Move> moves, int steps) {
        for (int step = 0; step < steps; step++) {
            // A multiple of four: one thing at a time.
            moves.add(new Move(Kind.WORK, 4 * step));
        }
    }

    private static void check(long seed, List<Move> moves) {
        if (Failure.of(seed, moves) == null) {
            return;
        }
        Failure shrunk = Failure.shrink(seed, moves);
        fail("Seed %d, shrunk to %d moves:%n%s%n%s", seed, shrunk.moves().size(), shrunk.told(), shrunk.what());
    }
}
