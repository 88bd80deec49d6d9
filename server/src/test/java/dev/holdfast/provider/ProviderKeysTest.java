package dev.holdfast.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.ModelConfig.Choice;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.Provider;
import dev.holdfast.model.Provider.Api;
import dev.holdfast.model.Provider.Remote;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys come from the environment, and one that is missing is noticed at the start. */
final class ProviderKeysTest {

    @Test
    void aMissingKeyIsNamed() {
        assertThatThrownBy(() -> open(Api.ANTHROPIC.usual("anthropic"), Map.of("OPENAI_API_KEY", "sk-1")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the environment has no ANTHROPIC_API_KEY");
        assertThatThrownBy(() -> open(Api.OPENAI_CHAT.usual("house"), Map.of("OPENAI_API_KEY", " ")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("models.providers.house.api_key_env");
    }

    @Test
    void aKeyIsLookedForOnlyIfAModelNeedsIt() {
        Remote local =
                new Remote("local", Api.OPENAI_CHAT, "http://127.0.0.1:1/v1", Remote.NO_KEY, Duration.ofSeconds(1));

        assertThat(open(Provider.DEMO, Map.of())).isEmpty();
        assertThat(open(local, Map.of())).containsOnlyKeys(local);
        assertThat(open(Api.OPENAI_RESPONSES.usual("openai"), Map.of("OPENAI_API_KEY", "sk-1")))
                .hasSize(1);
    }

    private static Map<Provider, ?> open(Provider provider, Map<String, String> environment) {
        ModelEntry entry = new ModelEntry("a", List.of(), provider, "a", null, ModelEntry.Limits.USUAL, null);
        ModelConfig config = new ModelConfig(new Choice(List.of(entry), null), Map.of());
        try (ProviderModels models = ProviderModels.open(config, environment::get, duration -> {})) {
            return models.models();
        }
    }
}
