package dev.holdfast.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of pauses and ends.
 *
 * @param timeout how long an endpoint may take to answer
 * @param retention how long it is kept what became of a delivery
 */
public record WebhookConfig(List<Address> endpoints, Duration timeout, Duration retention) {

    public static final WebhookConfig DEFAULT =
            new WebhookConfig(List.of(), Duration.ofSeconds(15), Duration.ofDays(30));

    public WebhookConfig {
        endpoints = List.copyOf(endpoints);
    }

    /** With these endpoints. */
    public WebhookConfig with(List<Address> others) {
        return new WebhookConfig(others, timeout, retention);
    }

    /**
     * An endpoint as it is configured.
     *
     * @param tenant the name of the tenant whose sessions it is told of; null for all
     * @param types what it is told
     */
    public record Address(
            String name,
            URI url,
            List<SecretSource> secrets,
            @Nullable String tenant,
            Set<WebhookType> types) {

        public Address {
            secrets = List.copyOf(secrets);
            types = Set.copyOf(types);
        }
    }

    /** Where a secret is. */
    public sealed interface SecretSource {

        record Written(WebhookSecret secret) implements SecretSource {}

        record InEnvironment(String variable) implements SecretSource {}
    }
}
