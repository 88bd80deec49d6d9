package dev.holdfast.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thing that happens. A move that makes no sense when its time comes is passed over, so that any part of a schedule is a
 * schedule.
 *
 * @param choice decides whatever is open about the move, such as which action it names
 */
record Move(Kind kind, int choice) {

    enum Kind {
        /** The worker does a thing or a few: appends, or has one effect, or hears one more piece of an answer. */
        WORK(60),
        /** The worker dies. */
        CRASH(6),
        /** Another worker takes the turn; the old one, if it lives, does not know yet. */
        TAKE_OVER(9),
        /** A worker that was replaced goes on as far as it can. */
        LINGER(3),
        SUBMIT(8),
        APPROVE(10),
        /** Through an approval, and not through its session. */
        DECIDE(8),
        GIVE_RESULTS(4),
        REJECT(2),
        CANCEL(1),
        DELETE(1),
        UPDATE_METADATA(2),
        /** Time passes, and what is due happens. */
        WAIT(3),
        /** A command that was decided on earlier, and held up, reaches the log. */
        LAND(4);

        final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static final int CHOICES = 1 << 16;
    private static final List<Kind> DRAWN = drawn();

    static List<Move> randomMoves(Random random) {
        List<Move> moves = new ArrayList<>();
        moves.add(new Move(Kind.SUBMIT, random.nextInt(CHOICES)));
        for (int left = 15 + random.nextInt(90); left > 0; left--) {
            moves.add(new Move(DRAWN.get(random.nextInt(DRAWN.size())), random.nextInt(CHOICES)));
        }
        return moves;
    }

    Random choices() {
        // Near seeds begin alike, and a schedule's choices are to be small when it is shrunk.
        return new Random(choice * 0x9E3779B97F4A7C15L);
    }

    private static List<Kind> drawn() {
        List<Kind> drawn = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int time = 0; time < kind.weight; time++) {
                drawn.add(kind);
            }
        }
        return List.copyOf(drawn);
    }
}
