package dev.holdfast.model;

import java.util.Locale;

/** Who answers for a model. */
public enum Provider {
    DEMO;

    /** The name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
