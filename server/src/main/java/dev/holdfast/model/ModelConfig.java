package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models of an installation, and of the tenants, by name, that have their own.
 *
 * @param installation for everyone who is not among the tenants
 */
public record ModelConfig(Choice installation, Map<String, Choice> tenants) {

    private static final List<String> DOCUMENTED_EXAMPLES =
            List.of("gpt-4o", "pokee-isaac", "pokee-isaac-high-reasoning");

    /**
     * With nothing configured there is one model, {@code demo}, and the names that the documented APIs use in their
     * examples mean it, so that every documented example runs on a fresh server.
     */
    public static final ModelConfig DEMO = new ModelConfig(new Choice(List.of(demo()), null), Map.of());

    public ModelConfig {
        tenants = Map.copyOf(tenants);
    }

    /**
     * Models to choose from.
     *
     * @param own null for the installation's
     * @param usual the name of the one that is taken where none is asked for; null for the first of its own
     */
    public record Choice(
            @Nullable List<ModelEntry> own, @Nullable String usual) {

        public static final Choice NOTHING = new Choice(null, null);

        public Choice {
            own = own == null ? null : List.copyOf(own);
        }

        Optional<List<ModelEntry>> entries() {
            return Optional.ofNullable(own);
        }
    }

    static ModelEntry demo() {
        return new ModelEntry(
                "demo", DOCUMENTED_EXAMPLES, Provider.DEMO, "demo", Prices.FREE, ModelEntry.Limits.USUAL, null);
    }

    /** Everyone who answers for a model that somebody can name. */
    public Set<Provider> providers() {
        return Stream.concat(Stream.of(installation), tenants.values().stream())
                .flatMap(choice -> choice.entries().stream())
                .flatMap(List::stream)
                .map(ModelEntry::provider)
                .collect(Collectors.toUnmodifiableSet());
    }
}
