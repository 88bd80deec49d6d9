package dev.holdfast.event;

import org.jspecify.annotations.Nullable;

/** How a model is to answer. What is absent is left to the model. */
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxOutputTokens,
        @Nullable ResponseFormat format) {

    public static final Sampling USUAL = new Sampling(null, null, null, null);
}
