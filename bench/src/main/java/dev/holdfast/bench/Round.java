package dev.holdfast.bench;

import java.util.Map;

/** What one side did in one round: the calls that were answered, and a figure for each measure that the side has. */
record Round(int calls, Map<Measure, Double> figures, Errors errors) {

    Round {
        figures = Map.copyOf(figures);
    }
}
