package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.ModelConfig.Choice;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.Prices;
import dev.holdfast.model.Provider;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelsSectionTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void theDocumentedFileIsRead() throws IOException {
        List<String> page = Files.readAllLines(Path.of("..", "docs", "models.md"));
        int start = page.indexOf("```yaml");
        int end = start + 1 + page.subList(start + 1, page.size()).indexOf("```");

        ModelConfig models = read(String.join("\n", page.subList(start + 1, end)));

        ModelEntry fast = new ModelEntry(
                "fast",
                List.of("gpt-4o", "pokee-isaac"),
                Provider.DEMO,
                "demo",
                new Prices(2_500_000, 10_000_000, new BigDecimal("1.2")),
                new ModelEntry.Limits(128_000, 16_000),
                null);
        ModelEntry unpriced =
                new ModelEntry("deep", List.of(), Provider.DEMO, "deep", null, ModelEntry.Limits.USUAL, null);
        ModelEntry own =
                new ModelEntry("house", List.of(), Provider.DEMO, "house", Prices.FREE, ModelEntry.Limits.USUAL, null);
        assertThat(models)
                .isEqualTo(new ModelConfig(
                        new Choice(List.of(fast, unpriced), "fast"),
                        Map.of("acme", new Choice(List.of(own), null), "initech", new Choice(null, "deep"))));
    }

    @Test
    void aMistakeThatMayBeAKeyIsNotRepeated() {
        assertThatThrownBy(() -> read("models: {providers: {openai: {api_key_env: sk-secret}}}"))
                .isInstanceOf(StartupException.class)
                .message()
                .doesNotContain("sk-secret");
    }

    @Test
    void settingsStandBesideIt() throws IOException {
        Path file = write("http: {port: 81}\nmodels: {default: gpt-4o}\n");

        SettingsFile content = SettingsFile.read(file);

        assertThat(content.values()).containsExactly(Map.entry(Setting.HTTP_PORT, "81"));
        assertThat(Settings.of(Map.of(), Map.of(), content).config().models().installation())
                .isEqualTo(new Choice(null, "gpt-4o"));
    }

    @Test
    void anEmptySectionIsNone() throws IOException {
        assertThat(read("models:\n")).isEqualTo(ModelConfig.DEMO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models: 5                                                                 | models in the configuration file
            models: {defualt: a}                                                      | `models.defualt`
            models: {default: [a]}                                                    | models.default is `[a]`
            models: {catalogue: demo}                                                 | models.catalogue is `demo`
            models: {catalogue: [demo]}                                               | models.catalogue[0]
            models: {catalogue: [{provider: demo}]}                                   | models.catalogue[0].name is missing
            models: {catalogue: [{name: a}]}                                          | models.catalogue[0].provider is missing
            models: {catalogue: [{name: a, provider: nobody}]}                        | it must be one of demo, openai, openai-chat, anthropic
            models: {catalogue: [{name: a, provider: openai, reasoning: much}]}       | low, medium or high
            models: {providers: [a]}                                                  | models.providers in the configuration file
            models: {providers: {demo: {api: openai}}}                                | demo is built in
            models: {providers: {house: {}}}                                          | models.providers.house.api is missing
            models: {providers: {house: {api: rest}}}                                 | openai, openai-chat or anthropic
            models: {providers: {house: {api: openai, key: sk-1}}}                    | `models.providers.house.key`
            models: {providers: {openai: {base_url: api.example.com}}}                | models.providers.openai.base_url
            models: {providers: {openai: {base_url: 'file:///etc'}}}                  | models.providers.openai.base_url
            models: {providers: {openai: {api_key_env: sk-secret}}}                   | api_key_env is not the name
            models: {providers: {openai: {silence_timeout: never}}}                   | models.providers.openai.silence_timeout
            models: {catalogue: [{name: a b, provider: demo}]}                        | visible characters
            models: {catalogue: [{name: a, provider: demo, aliases: ['']}]}           | models.catalogue[0].aliases
            models: {catalogue: [{name: a, provider: demo, price: 1}]}                | `models.catalogue[0].price`
            models: {catalogue: [{name: a, provider: demo, input_price: 1}]}          | models.catalogue[0].output_price is missing
            models: {catalogue: [{name: a, provider: demo, markup: 2}]}               | models.catalogue[0].input_price is missing
            models: {catalogue: [{name: a, provider: demo, input_price: -1}]}         | models.catalogue[0].input_price is `-1`
            models: {catalogue: [{name: a, provider: demo, input_price: 0.0000001}]}  | 6 decimals
            models: {catalogue: [{name: a, provider: demo, input_price: 1e999}]}      | models.catalogue[0].input_price
            models: {catalogue: [{name: a, provider: demo, input_price: 1000001}]}    | models.catalogue[0].input_price
            models: {catalogue: [{name: a, provider: demo, input_price: free}]}       | models.catalogue[0].input_price is `free`
            models: {catalogue: [{name: a, provider: demo, context_tokens: 0}]}       | models.catalogue[0].context_tokens is `0`
            models: {catalogue: [{name: a, provider: demo, output_tokens: 1.5}]}      | models.catalogue[0].output_tokens is `1.5`
            models: {tenants: [acme]}                                                 | models.tenants in the configuration file
            models: {tenants: {acme: {tenants: {}}}}                                  | `models.tenants.acme.tenants`
            """)
    void aMistakeIsRefusedWithItsPlace(String content, String part) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(part);
    }

    private ModelConfig read(String content) throws IOException {
        return SettingsFile.read(write(content)).models();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("holdfast.yaml"), content);
    }
}
