package dev.holdfast.name;

import java.util.Optional;
import java.util.UUID;

/** The id of a tool call: of the call in the model's answer and of the action that somebody may have to decide on. */
public record ActionId(UUID value) {

    private static final String PREFIX = "tc";

    public static Optional<ActionId> parse(String text) {
        return TypeId.parse(PREFIX, text).map(ActionId::new);
    }

    @Override
    public String toString() {
        return TypeId.print(PREFIX, value);
    }
}
