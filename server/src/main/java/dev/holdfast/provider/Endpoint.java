package dev.holdfast.provider;

import dev.holdfast.model.Provider;
import java.time.Duration;

/**
 * Where a provider is asked, and with which key.
 *
 * @param name the provider's name in the configuration
 * @param keyVariable where the key comes from, for sentences
 * @param silence how long nothing may come before it counts as gone
 */
record Endpoint(String name, String baseUrl, String keyVariable, String key, Duration silence) {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    static Endpoint of(Provider.Remote provider, String key) {
        return new Endpoint(provider.name(), provider.baseUrl(), provider.keyVariable(), key, provider.silence());
    }

    @Override
    public String toString() {
        return name + " at " + baseUrl;
    }
}
