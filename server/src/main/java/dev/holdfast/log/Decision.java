package dev.holdfast.log;

import dev.holdfast.event.Event;
import java.util.List;

/**
 * Chooses the events that follow from a state, or throws a refusal. It may be asked again with a newer state when
 * somebody else appended first, so it must not have effects.
 */
@FunctionalInterface
public interface Decision<S> {

    List<Event> decide(S state);
}
