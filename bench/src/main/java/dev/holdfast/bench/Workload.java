package dev.holdfast.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One question, such as what a call through the edge costs.
 *
 * @param callers how many there are at once, one number after the other
 * @param pairs ours and the floor that it is held against; a side may stand in several
 */
record Workload(String name, List<Integer> callers, List<Pair> pairs) {

    /** Many first: what the compiler still has to do weighs least where most is called. */
    static final List<Integer> USUAL_CALLERS = List.of(64, 16, 1);

    private static final int ROUNDS = 5;
    private static final int WARM_UP_CALLERS = 16;
    private static final Duration WARM_UP_ROUND = Duration.ofSeconds(3);
    private static final int MAX_WARM_UP_ROUNDS = 6;

    /** After so many calls the compiler has seen what there is to see. */
    private static final int WARM_UP_CALLS = 15_000;

    /** A side against its floor. */
    record Pair(Side ours, Side floor) {}

    /** Lets compilers and caches settle; nobody looks at the figures. */
    void warmUp() {
        Map<Side, Integer> calls = new LinkedHashMap<>();
        sides().forEach(side -> calls.put(side, 0));
        for (int round = 0; round < MAX_WARM_UP_ROUNDS && !calls.isEmpty(); round++) {
            calls.replaceAll((side, done) ->
                    done + side.measure(WARM_UP_CALLERS, WARM_UP_ROUND).calls());
            calls.values().removeIf(done -> done >= WARM_UP_CALLS);
        }
    }

    /** Every side in turn, then all again. */
    Map<Side, List<Round>> measure(int callers, Duration length, Timeline timeline) {
        Map<Side, List<Round>> rounds = new LinkedHashMap<>();
        List<Side> sides = sides();
        sides.forEach(side -> rounds.put(side, new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            rounds.forEach((side, done) -> done.add(
                    timeline.record(side.name() + ", " + callers + " callers", () -> side.measure(callers, length))));
        }
        return rounds;
    }

    private List<Side> sides() {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.floor(), pair.ours()))
                .distinct()
                .toList();
    }
}
