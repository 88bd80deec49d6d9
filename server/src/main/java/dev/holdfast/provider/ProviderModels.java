package dev.holdfast.provider;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.Pause;
import dev.holdfast.model.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The clients of all providers that the configuration names. Nothing is connected before the first question. */
public final class ProviderModels implements AutoCloseable {

    private final Map<Provider, ProviderModel> models;

    private ProviderModels(Map<Provider, ProviderModel> models) {
        this.models = Map.copyOf(models);
    }

    /**
     * A key that is not there is refused by a {@link StartupException}.
     *
     * @param environment gives the value of an environment variable, or null
     */
    public static ProviderModels open(ModelConfig config, Function<String, @Nullable String> environment, Pause pause) {
        Map<Provider, ProviderModel> models = new HashMap<>();
        for (Provider provider : config.providers()) {
            switch (provider) {
                case Provider.Demo _ -> {}
                case Provider.Remote remote ->
                    models.put(remote, model(remote, Endpoint.of(remote, key(remote, environment)), pause));
            }
        }
        return new ProviderModels(models);
    }

    public Map<Provider, Model> models() {
        return Map.copyOf(models);
    }

    static ProviderModel model(Provider.Remote provider, Endpoint endpoint, Pause pause) {
        TroubleReport report = new TroubleReport(endpoint);
        ProviderClient client = switch (provider.api()) {
            case OPENAI_RESPONSES -> new OpenAiResponses(endpoint, report);
            case OPENAI_CHAT -> new OpenAiChat(endpoint, report);
            case ANTHROPIC -> new AnthropicMessages(endpoint, report);
        };
        return new ProviderModel(client, report, pause);
    }

    private static String key(Provider.Remote provider, Function<String, @Nullable String> environment) {
        if (!provider.needsKey()) {
            return Provider.Remote.NO_KEY;
        }
        String key = environment.apply(provider.keyVariable());
        if (key == null || key.isBlank()) {
            throw new StartupException(
                    ("A model is configured whose provider is `%s`, and the environment has no %s. Put the API"
                                    + " key there, or name another variable with models.providers.%s.api_key_env; `%s` says that no key"
                                    + " is needed.")
                            .formatted(
                                    provider.name(), provider.keyVariable(), provider.name(), Provider.Remote.NO_KEY));
        }
        return key.strip();
    }

    @Override
    public void close() {
        models.values().forEach(ProviderModel::close);
    }
}
