package dev.holdfast.event;

import dev.holdfast.name.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Who decided on an action.
 *
 * @param name what the key was called then; null if nobody wrote it down
 * @param onBehalfOf for whom the key's owner decided, as the owner claims; null if nobody said
 */
public record Decider(
        KeyId key, @Nullable String name, @Nullable String onBehalfOf) {}
