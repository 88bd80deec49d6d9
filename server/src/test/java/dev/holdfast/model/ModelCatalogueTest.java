package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.model.ModelConfig.Choice;
import dev.holdfast.name.TenantId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelCatalogueTest {

    private static final TenantId ACME = new TenantId(new UUID(0, 1));
    private static final TenantId OTHER = new TenantId(new UUID(0, 2));

    @ParameterizedTest
    @ValueSource(strings = {"demo", "gpt-4o", "pokee-isaac", "pokee-isaac-high-reasoning", "cencori/gpt-4o"})
    void withNothingConfiguredTheDocumentsNamesMeanDemo(String name) {
        ModelCatalogue catalogue = catalogue(ModelConfig.DEMO);

        assertThat(catalogue.find(OTHER, name)).hasValueSatisfying(entry -> {
            assertThat(entry.name()).isEqualTo("demo");
            assertThat(entry.provider()).isEqualTo(Provider.DEMO);
            assertThat(entry.costMicros(new TokenUsage(1_000_000, 1_000_000))).isZero();
        });
        assertThat(catalogue.usual(OTHER).name()).isEqualTo("demo");
        assertThat(catalogue.names(OTHER)).containsExactly("demo");
        assertThat(catalogue.summary()).contains("demo").contains("gpt-4o");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Demo", "cencori/", "cencori/cencori/demo", "demo ", "gpt"})
    void otherNamesMeanNothing(String name) {
        assertThat(catalogue(ModelConfig.DEMO).find(OTHER, name)).isEmpty();
    }

    @Test
    void whatIsConfiguredIsAllThereIs() {
        ModelCatalogue catalogue = catalogue(config(new Choice(List.of(entry("small", "s"), entry("large")), "large")));

        assertThat(catalogue.names(OTHER)).containsExactly("large", "small");
        assertThat(catalogue.usual(OTHER).name()).isEqualTo("large");
        assertThat(catalogue.find(OTHER, "s").map(ModelEntry::name)).contains("small");
        assertThat(catalogue.find(OTHER, "demo")).isEmpty();
        assertThat(catalogue.summary()).startsWith("large, small");
    }

    @Test
    void theFirstIsUsualWhereNoneIsSaidToBe() {
        ModelCatalogue catalogue = catalogue(config(new Choice(List.of(entry("b"), entry("a")), null)));

        assertThat(catalogue.usual(OTHER).name()).isEqualTo("b");
    }

    @Test
    void aNameWithTheVendorsPrefixCanBeAnEntryOfItsOwn() {
        ModelCatalogue catalogue =
                catalogue(config(new Choice(List.of(entry("x"), entry("cencori/x"), entry("y")), null)));

        assertThat(catalogue.find(OTHER, "cencori/x").map(ModelEntry::name)).contains("cencori/x");
        assertThat(catalogue.find(OTHER, "cencori/y").map(ModelEntry::name)).contains("y");
    }

    @Test
    void aTenantCanHaveItsOwnModels() {
        ModelCatalogue catalogue = catalogue(new ModelConfig(
                new Choice(List.of(entry("general")), null),
                Map.of("acme", new Choice(List.of(entry("own", "alias")), null))));

        assertThat(catalogue.names(ACME)).containsExactly("own");
        assertThat(catalogue.usual(ACME).name()).isEqualTo("own");
        assertThat(catalogue.find(ACME, "general")).isEmpty();
        assertThat(catalogue.find(OTHER, "alias")).isEmpty();
        assertThat(catalogue.names(OTHER)).containsExactly("general");
    }

    @Test
    void aTenantCanHaveItsOwnUsualModelOfTheInstallations() {
        Choice general = new Choice(List.of(entry("a"), entry("b"), entry("c")), "b");
        ModelCatalogue catalogue = catalogue(new ModelConfig(general, Map.of("acme", new Choice(null, "c"))));

        assertThat(catalogue.usual(ACME).name()).isEqualTo("c");
        assertThat(catalogue.names(ACME)).containsExactly("c", "a", "b");
        assertThat(catalogue.usual(OTHER).name()).isEqualTo("b");
    }

    @Test
    void aTenantOfWhichNothingIsSaidHasTheInstallations() {
        Choice general = new Choice(List.of(entry("a"), entry("b")), "b");
        ModelCatalogue catalogue = catalogue(new ModelConfig(general, Map.of("acme", Choice.NOTHING)));

        assertThat(catalogue.usual(ACME).name()).isEqualTo("b");
    }

    @Test
    void unknownPricesCountNothing() {
        assertThat(entry("a").costMicros(new TokenUsage(1_000_000, 1_000_000))).isZero();
        assertThat(priced("a", new Prices(1_000_000, 2_000_000, BigDecimal.ONE)).costMicros(new TokenUsage(3, 4)))
                .isEqualTo(11);
    }

    @Test
    void mistakesAreRefusedWithWhatToDo() {
        refused(config(new Choice(List.of(), null)), "models.catalogue is empty");
        refused(config(new Choice(List.of(entry("a"), entry("b", "a")), null)), "`a` twice");
        refused(config(new Choice(List.of(entry("a", "a")), null)), "`a` twice");
        refused(config(new Choice(List.of(entry("a"), entry("b")), "c")), "models.default is `c`", "a, b");
        refused(
                new ModelConfig(Choice.NOTHING, Map.of("nobody", Choice.NOTHING)),
                "models.tenants.nobody",
                "keys create --tenant nobody");
        refused(
                new ModelConfig(Choice.NOTHING, Map.of("acme", new Choice(null, "gone"))),
                "models.tenants.acme.default is `gone`",
                "demo");
    }

    private static void refused(ModelConfig config, String... parts) {
        assertThatThrownBy(() -> catalogue(config))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(parts);
    }

    private static ModelCatalogue catalogue(ModelConfig config) {
        return ModelCatalogue.of(config, name -> name.equals("acme") ? Optional.of(ACME) : Optional.empty());
    }

    private static ModelConfig config(Choice installation) {
        return new ModelConfig(installation, Map.of());
    }

    private static ModelEntry entry(String name, String... aliases) {
        return new ModelEntry(name, List.of(aliases), Provider.DEMO, "demo", null, ModelEntry.Limits.USUAL, null);
    }

    private static ModelEntry priced(String name, @Nullable Prices prices) {
        return new ModelEntry(name, List.of(), Provider.DEMO, "demo", prices, ModelEntry.Limits.USUAL, null);
    }
}
