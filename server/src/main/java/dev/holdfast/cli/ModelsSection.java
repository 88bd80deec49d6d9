package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.ModelConfig.Choice;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.Prices;
import dev.holdfast.model.ReasoningEffort;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The section {@code models} of the configuration file, which docs/models.md describes. */
final class ModelsSection {

    private static final int MAX_MODELS = 1_000;
    private static final int MAX_PRICE_DOLLARS = 1_000_000;
    private static final int MAX_MARKUP = 1_000;
    /** A price is kept in millionths of a dollar, a markup as it is written. */
    private static final int MAX_DECIMALS = 6;

    private final Path file;

    ModelsSection(Path file) {
        this.file = file;
    }

    ModelConfig read(Object section) {
        YamlSection models =
                new YamlSection(file, "models", section, List.of("default", "catalogue", "providers", "tenants"));
        ProvidersSection providers =
                ProvidersSection.read(file, models.find("providers").orElse(Map.of()));
        Map<String, Choice> tenants = new LinkedHashMap<>();
        models.find("tenants")
                .ifPresent(given -> YamlSection.fields(file, "models.tenants", given)
                        .forEach((name, own) -> tenants.put(name, tenant("models.tenants." + name, own, providers))));
        return new ModelConfig(choice(models, providers), tenants);
    }

    private Choice tenant(String key, @Nullable Object own, ProvidersSection providers) {
        return own == null
                ? Choice.NOTHING
                : choice(new YamlSection(file, key, own, List.of("default", "catalogue")), providers);
    }

    private Choice choice(YamlSection section, ProvidersSection providers) {
        return new Choice(
                section.find("catalogue")
                        .map(list -> entries(section, list, providers))
                        .orElse(null),
                section.text("default").orElse(null));
    }

    private List<ModelEntry> entries(YamlSection section, Object list, ProvidersSection providers) {
        String key = section.key("catalogue");
        if (!(list instanceof List<?> items) || items.size() > MAX_MODELS) {
            throw section.wrong("catalogue", "a list of at most " + MAX_MODELS + " models");
        }
        List<ModelEntry> entries = new ArrayList<>();
        for (Object item : items) {
            entries.add(entry(key + "[" + entries.size() + "]", item, providers));
        }
        return entries;
    }

    private ModelEntry entry(String key, @Nullable Object item, ProvidersSection providers) {
        YamlSection model = new YamlSection(
                file,
                key,
                item == null ? Map.of() : item,
                List.of(
                        "name",
                        "aliases",
                        "provider",
                        "model",
                        "input_price",
                        "output_price",
                        "markup",
                        "context_tokens",
                        "output_tokens",
                        "reasoning"));
        String name = model.text("name").orElseThrow(() -> model.wrong("name", "the name that callers give"));
        return new ModelEntry(
                name,
                model.texts("aliases"),
                providers.find(model),
                model.text("model").orElse(name),
                prices(model),
                new ModelEntry.Limits(
                        model.whole("context_tokens").orElse(ModelEntry.Limits.USUAL.contextTokens()),
                        model.whole("output_tokens").orElse(ModelEntry.Limits.USUAL.outputTokens())),
                model.text("reasoning").map(given -> effort(model, given)).orElse(null));
    }

    private static ReasoningEffort effort(YamlSection model, String given) {
        return Arrays.stream(ReasoningEffort.values())
                .filter(effort -> effort.key().equals(given))
                .findFirst()
                .orElseThrow(() -> model.wrong("reasoning", "low, medium or high"));
    }

    /** Half a price is none: it would make a turn look cheaper than it is. */
    private static @Nullable Prices prices(YamlSection model) {
        Optional<BigDecimal> input = model.decimal("input_price", MAX_DECIMALS, MAX_PRICE_DOLLARS);
        Optional<BigDecimal> output = model.decimal("output_price", MAX_DECIMALS, MAX_PRICE_DOLLARS);
        Optional<BigDecimal> markup = model.decimal("markup", MAX_DECIMALS, MAX_MARKUP);
        if (input.isEmpty() && output.isEmpty() && markup.isEmpty()) {
            return null;
        }
        return new Prices(
                micros(input.orElseThrow(() -> missing(model, "input_price"))),
                micros(output.orElseThrow(() -> missing(model, "output_price"))),
                markup.orElse(BigDecimal.ONE));
    }

    private static StartupException missing(YamlSection model, String price) {
        return model.wrong(price, "given with the other price: dollars for a million tokens, such as 2.50");
    }

    private static long micros(BigDecimal dollars) {
        return dollars.movePointRight(MAX_DECIMALS).longValueExact();
    }
}
