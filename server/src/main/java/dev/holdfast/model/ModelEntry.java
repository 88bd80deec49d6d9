package dev.holdfast.model;

import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.TokenUsage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of the catalogue.
 *
 * @param name the name that callers give
 * @param aliases other names for it
 * @param providerModel its id at the provider
 * @param prices null where nobody has said what it costs
 * @param reasoning how much it is to think; null leaves that to its provider
 */
public record ModelEntry(
        String name,
        List<String> aliases,
        Provider provider,
        String providerModel,
        @Nullable Prices prices,
        Limits limits,
        @Nullable ReasoningEffort reasoning) {

    static final int MAX_NAME_LENGTH = 200;

    /**
     * What a model can take.
     *
     * @param contextTokens how much it can be shown
     * @param outputTokens how much it can answer
     */
    public record Limits(int contextTokens, int outputTokens) {

        public static final Limits USUAL = new Limits(128_000, 16_000);
    }

    public ModelEntry {
        aliases = List.copyOf(aliases);
    }

    /** What this usage costs, in millionths of a dollar; nothing, where the prices are not known. */
    public long costMicros(TokenUsage usage) {
        return prices == null ? 0 : prices.costMicros(usage);
    }

    /** This usage with what it costs. */
    public TurnCost cost(TokenUsage usage) {
        return new TurnCost(usage, costMicros(usage));
    }

    /** Every name by which it can be asked for. */
    Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}
