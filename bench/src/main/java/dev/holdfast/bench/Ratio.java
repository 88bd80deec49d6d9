package dev.holdfast.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ours to the floor in one measure, round by round. Each figure is the median over the rounds, the ratio that of the
 * rounds' ratios: what disturbs one round disturbs both sides of it.
 */
record Ratio(double ours, double floor, double middle, double least, double most) {

    /** Empty if there is no round in which both sides have the measure. */
    static Optional<Ratio> of(Measure measure, List<Round> ours, List<Round> floor) {
        List<Double> our = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int at = 0; at < Math.min(ours.size(), floor.size()); at++) {
            Double figure = ours.get(at).figures().get(measure);
            Double against = floor.get(at).figures().get(measure);
            if (figure != null && against != null) {
                our.add(figure);
                other.add(against);
                ratios.add(figure / against);
            }
        }
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ratio(
                        median(our), median(other), median(ratios), Collections.min(ratios), Collections.max(ratios)));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
