package dev.holdfast.model;

import java.util.Locale;

/** How much a model is to think before it answers. */
public enum ReasoningEffort {
    LOW,
    MEDIUM,
    HIGH;

    /** The name in the configuration, and at every provider. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
