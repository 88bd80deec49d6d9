package dev.holdfast.webhook;

import dev.holdfast.error.StartupException;
import dev.holdfast.name.TenantId;
import dev.holdfast.webhook.WebhookConfig.Address;
import dev.holdfast.webhook.WebhookConfig.SecretSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All who are told, by name. */
public final class Endpoints {

    public static final Endpoints NONE = new Endpoints(Map.of());

    private final Map<String, Endpoint> byName;

    private Endpoints(Map<String, Endpoint> byName) {
        this.byName = byName;
    }

    /**
     * Checks the configuration; what is wrong is refused by a {@link StartupException}.
     *
     * @param environment gives the value of an environment variable, or null
     * @param tenantsByName finds the tenants that it names
     */
    public static Endpoints of(
            WebhookConfig config,
            Function<String, @Nullable String> environment,
            Function<String, Optional<TenantId>> tenantsByName) {
        Map<String, Endpoint> byName = new LinkedHashMap<>();
        for (Address address : config.endpoints()) {
            Endpoint endpoint = new Endpoint(
                    address.name(),
                    address.url(),
                    address.secrets().stream()
                            .map(source -> secret(address.name(), source, environment))
                            .toList(),
                    tenant(address, tenantsByName),
                    address.types());
            byName.put(address.name(), endpoint);
        }
        return new Endpoints(byName);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Set<String> names() {
        return byName.keySet();
    }

    Optional<Endpoint> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<Endpoint> wanting(TenantId tenant, WebhookType type) {
        return byName.values().stream()
                .filter(endpoint -> endpoint.wants(tenant, type))
                .toList();
    }

    private static WebhookSecret secret(
            String endpoint, SecretSource source, Function<String, @Nullable String> environment) {
        return switch (source) {
            case SecretSource.Written written -> written.secret();
            case SecretSource.InEnvironment named -> {
                String text = environment.apply(named.variable());
                if (text == null || text.isBlank()) {
                    throw new StartupException(
                            "The webhook endpoint `%s` takes its secret from %s, and the environment has none."
                                    .formatted(endpoint, named.variable()));
                }
                yield WebhookSecret.parse(text.strip())
                        .orElseThrow(() -> new StartupException(
                                "The webhook endpoint `%s` takes its secret from %s, and what is there is none: it must be %s."
                                        .formatted(endpoint, named.variable(), WebhookSecret.FORM)));
            }
        };
    }

    private static @Nullable TenantId tenant(Address address, Function<String, Optional<TenantId>> tenantsByName) {
        String name = address.tenant();
        return name == null
                ? null
                : tenantsByName
                        .apply(name)
                        .orElseThrow(() -> new StartupException(
                                ("The webhook endpoint `%s` is for the tenant `%s`, and there is none of that name."
                                                + " `./holdfast keys create --tenant %s` makes it.")
                                        .formatted(address.name(), name, name)));
    }
}
