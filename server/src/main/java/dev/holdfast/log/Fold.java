package dev.holdfast.log;

import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.RecordedEvent;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * How facts become a state: where it begins and what each fact does to it.
 *
 * <p>A checkpoint may be applied to the state after event 0 and the fact that set the metadata, and must then make the
 * same of it as after all facts before it. Opening a session relies on that; {@link LogVerifier} checks it.
 *
 * @param running whether somebody has to work on a session in this state, and therefore to own it
 * @param memorable whether this state is small, and one that the next append may well begin from
 */
public record Fold<S>(S initial, BiFunction<S, RecordedEvent, S> step, Predicate<S> running, Predicate<S> memorable) {

    S of(Iterable<RecordedEvent> events) {
        return from(initial, events);
    }

    S from(S start, Iterable<RecordedEvent> events) {
        S state = start;
        for (RecordedEvent event : events) {
            if (!(event.event() instanceof Progress)) {
                state = step.apply(state, event);
            }
        }
        return state;
    }
}
