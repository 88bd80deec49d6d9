package dev.holdfast.engine;

import dev.holdfast.event.ModelStep;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer of the model and what became of the calls in it. */
public record Step(ModelStep answer, List<Action> actions) {

    public Step {
        actions = List.copyOf(actions);
    }

    Step with(Action action) {
        List<Action> more = new ArrayList<>(actions);
        more.add(action);
        return new Step(answer, more);
    }

    Step replacing(Action moved) {
        return new Step(
                answer,
                actions.stream()
                        .map(action -> action.id().equals(moved.id()) ? moved : action)
                        .toList());
    }

    Optional<Action> find(ActionId id) {
        return actions.stream().filter(action -> action.id().equals(id)).findFirst();
    }

    boolean gated() {
        return actions.stream().anyMatch(Action::gated);
    }

    boolean underWay() {
        return actions.stream().anyMatch(Action::underWay);
    }
}
