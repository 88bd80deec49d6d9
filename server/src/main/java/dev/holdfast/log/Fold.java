package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import java.util.function.BiFunction;

/** How events become a state: where it begins and what each event does to it. */
public record Fold<S>(S initial, BiFunction<S, RecordedEvent, S> step) {

    S of(Iterable<RecordedEvent> events) {
        return from(initial, events);
    }

    S from(S start, Iterable<RecordedEvent> events) {
        S state = start;
        for (RecordedEvent event : events) {
            state = step.apply(state, event);
        }
        return state;
    }
}
