package dev.holdfast.log;

import java.util.List;

/** What the events of a log amount to: a state, and the rows that follow from it. */
public record Shape<S>(Fold<S> fold, List<Projection<S>> projections) {

    public Shape {
        projections = List.copyOf(projections);
    }
}
