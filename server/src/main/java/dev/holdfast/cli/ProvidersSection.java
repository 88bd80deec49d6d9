package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.Provider;
import dev.holdfast.model.Provider.Api;
import dev.holdfast.model.Provider.Remote;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who answers for models: whoever the section {@code models.providers} names, and those that need no naming. */
final class ProvidersSection {

    private static final String KEY = "models.providers";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, Provider> providers = new LinkedHashMap<>();

    private ProvidersSection() {
        providers.put(Provider.DEMO.name(), Provider.DEMO);
        for (Api api : Api.values()) {
            providers.put(api.key(), api.usual(api.key()));
        }
    }

    static ProvidersSection read(Path file, Object section) {
        ProvidersSection read = new ProvidersSection();
        YamlSection.fields(file, KEY, section).forEach((name, given) -> {
            YamlSection fields = new YamlSection(
                    file,
                    KEY + "." + name,
                    given == null ? Map.of() : given,
                    List.of("api", "base_url", "api_key_env", "silence_timeout"));
            if (name.equals(Provider.DEMO.name())) {
                throw new StartupException("%s.%s in the configuration file %s cannot be set: demo is built in."
                        .formatted(KEY, name, file));
            }
            read.providers.put(name, remote(name, fields));
        });
        return read;
    }

    /** The provider that a model's entry names. */
    Provider find(YamlSection model) {
        return model.text("provider")
                .map(providers::get)
                .orElseThrow(() -> model.wrong("provider", "one of " + String.join(", ", providers.keySet())));
    }

    private static Remote remote(String name, YamlSection fields) {
        Remote usual = fields.text("api")
                .or(() -> Optional.of(name))
                .flatMap(Api::find)
                .orElseThrow(() -> fields.wrong("api", "openai, openai-chat or anthropic"))
                .usual(name);
        String keyVariable = fields.text("api_key_env").orElse(usual.keyVariable());
        if (!VARIABLE.matcher(keyVariable).matches()) {
            // The value is not told: it may be a key.
            throw new StartupException(fields.key("api_key_env")
                    + " is not the name of an environment variable. A key itself stays out of the configuration file.");
        }
        return new Remote(
                name,
                usual.api(),
                fields.text("base_url").map(url -> address(fields, url)).orElse(usual.baseUrl()),
                keyVariable,
                fields.text("silence_timeout")
                        .map(text -> silence(fields, text))
                        .orElse(usual.silence()));
    }

    private static String address(YamlSection fields, String url) {
        try {
            URI uri = new URI(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (URISyntaxException e) {
            // Refused below, like every other text that is no address.
        }
        throw fields.wrong("base_url", "an address such as https://api.example.com/v1");
    }

    private static Duration silence(YamlSection fields, String text) {
        return DurationText.parse(text)
                .orElseThrow(() -> fields.wrong("silence_timeout", "a duration such as 90s or 5m"));
    }
}
