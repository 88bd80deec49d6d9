package dev.holdfast.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ours to the floor in one measure, round by round: what disturbs one round disturbs both sides of it.
 *
 * @param middle the median of the rounds' ratios
 */
record Ratio(double middle, double least, double most) {

    /** Empty if there is no round in which both sides have the measure. */
    static Optional<Ratio> of(Measure measure, List<Round> ours, List<Round> floor) {
        List<Double> ratios = new ArrayList<>();
        for (int at = 0; at < Math.min(ours.size(), floor.size()); at++) {
            Double our = ours.get(at).figures().get(measure);
            Double other = floor.get(at).figures().get(measure);
            if (our != null && other != null) {
                ratios.add(our / other);
            }
        }
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ratio(median(ratios), Collections.min(ratios), Collections.max(ratios)));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
