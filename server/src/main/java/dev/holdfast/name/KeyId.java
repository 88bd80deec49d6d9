package dev.holdfast.name;

import java.util.Optional;
import java.util.UUID;

/** The id of a key. Rotation keeps it, so what a key made stays with the key. */
public record KeyId(UUID value) {

    private static final String PREFIX = "key";

    public static Optional<KeyId> parse(String text) {
        return TypeId.parse(PREFIX, text).map(KeyId::new);
    }

    @Override
    public String toString() {
        return TypeId.print(PREFIX, value);
    }
}
