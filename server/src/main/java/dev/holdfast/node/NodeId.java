package dev.holdfast.node;

import java.util.UUID;

/** Names a server for as long as it keeps its home. */
public record NodeId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
