package dev.holdfast.model;

import dev.holdfast.error.StartupException;
import dev.holdfast.name.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that can be named, which may differ from tenant to tenant. */
public final class ModelCatalogue {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalogue.class);

    private final ModelChoice installation;
    private final Map<TenantId, ModelChoice> tenants;

    private ModelCatalogue(ModelChoice installation, Map<TenantId, ModelChoice> tenants) {
        this.installation = installation;
        this.tenants = Map.copyOf(tenants);
    }

    /**
     * Checks the configuration; what is wrong is refused by a {@link StartupException}.
     *
     * @param tenantsByName finds the tenants that it names
     */
    public static ModelCatalogue of(ModelConfig config, Function<String, Optional<TenantId>> tenantsByName) {
        ModelConfig.Choice general = config.installation();
        List<ModelEntry> shared = general.entries().orElseGet(() -> List.of(ModelConfig.demo()));
        ModelChoice installation = ModelChoice.of("models", shared, general.usual());
        Map<TenantId, ModelChoice> tenants = new HashMap<>();
        config.tenants().forEach((name, own) -> {
            String where = "models.tenants." + name;
            TenantId tenant = tenantsByName
                    .apply(name)
                    .orElseThrow(() -> new StartupException(where + " is set, and there is no tenant `" + name
                            + "`. `./holdfast keys create --tenant " + name + "` makes it."));
            // A tenant's own models have their own usual one; of the installation's it has the installation's.
            String usual = own.usual() == null && own.own() == null
                    ? installation.usual().name()
                    : own.usual();
            tenants.put(tenant, ModelChoice.of(where, own.entries().orElse(shared), usual));
        });
        ModelCatalogue catalogue = new ModelCatalogue(installation, tenants);
        catalogue.warnOfUnknownPrices();
        return catalogue;
    }

    /** The names that a tenant can give for a model, the usual one first. */
    public List<String> names(TenantId tenant) {
        return choice(tenant).names();
    }

    /** The model of a tenant's session or turn that names none. */
    public ModelEntry usual(TenantId tenant) {
        return choice(tenant).usual();
    }

    /** The model that a name stands for, with or without {@code cencori/} before it. */
    public Optional<ModelEntry> find(TenantId tenant, String name) {
        return choice(tenant).find(name);
    }

    /** What an operator should know at the start. */
    public String summary() {
        List<ModelEntry> entries = installation.entries();
        if (entries.equals(List.of(ModelConfig.demo()))) {
            return "demo; the names of the documents' examples mean it too: "
                    + String.join(", ", ModelConfig.demo().aliases());
        }
        String own = tenants.isEmpty() ? "" : "; tenants with their own: " + tenants.size();
        return String.join(", ", installation.names()) + "; the first is taken where none is named" + own;
    }

    private ModelChoice choice(TenantId tenant) {
        return tenants.getOrDefault(tenant, installation);
    }

    private void warnOfUnknownPrices() {
        Stream.concat(Stream.of(installation), tenants.values().stream())
                .flatMap(choice -> choice.entries().stream())
                .filter(entry -> entry.prices() == null)
                .distinct()
                .forEach(entry -> LOG.warn(
                        "model={} has no prices: what it reads and writes counts as costing nothing", entry.name()));
    }
}
