package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import dev.holdfast.webhook.WebhookConfig.Address;
import dev.holdfast.webhook.WebhookConfig.SecretSource;
import dev.holdfast.webhook.WebhookSecret;
import dev.holdfast.webhook.WebhookType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list {@code webhooks.endpoints} of the configuration file, which docs/webhooks.md describes. What is wrong in an address or a
 * secret is said without showing it.
 */
final class WebhooksSection {

    static final String KEY = "webhooks";
    static final String ENDPOINTS = "endpoints";

    private static final String LIST = KEY + "." + ENDPOINTS;
    private static final int MAX_ENDPOINTS = 100;
    private static final int MAX_SECRETS = 10;
    private static final int MAX_URL_LENGTH = 2_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Path file;

    WebhooksSection(Path file) {
        this.file = file;
    }

    List<Address> read(@Nullable Object list) {
        if (!(list instanceof List<?> items) || items.size() > MAX_ENDPOINTS) {
            throw new StartupException("%s in the configuration file %s must be a list of at most %d endpoints."
                    .formatted(LIST, file, MAX_ENDPOINTS));
        }
        List<Address> read = new ArrayList<>();
        for (Object item : items) {
            Address address = address(LIST + "[" + read.size() + "]", item);
            if (read.stream().anyMatch(other -> other.name().equals(address.name()))) {
                throw new StartupException("%s in the configuration file %s has two endpoints of the name `%s`."
                        .formatted(LIST, file, address.name()));
            }
            read.add(address);
        }
        return read;
    }

    private Address address(String key, @Nullable Object item) {
        if (!(item instanceof Map<?, ?>)) {
            throw wrong(key, "have the fields name, url and secret or secret_env");
        }
        YamlSection fields =
                new YamlSection(file, key, item, List.of("name", "url", "secret", "secret_env", "tenant", "events"));
        String name = fields.text("name")
                .filter(given -> NAME.matcher(given).matches())
                .orElseThrow(() ->
                        fields.wrong("name", "1 to 64 small letters, digits, - and _, and none of these at an end"));
        return new Address(
                name, url(fields), secrets(fields), fields.text("tenant").orElse(null), types(fields));
    }

    private URI url(YamlSection fields) {
        String given = fields.find("url").map(Object::toString).orElse("");
        try {
            URI url = new URI(given);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65_535
                    && given.length() <= MAX_URL_LENGTH
                    && given.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Refused below, like every other text that is no address.
        }
        throw wrong(
                fields.key("url"),
                "be an address such as https://example.com/hooks, without a user, a password and a fragment");
    }

    private List<SecretSource> secrets(YamlSection fields) {
        Stream<SecretSource> written = several(fields, "secret").stream()
                .map(given -> new SecretSource.Written(WebhookSecret.parse(given)
                        .orElseThrow(() -> wrong(fields.key("secret"), "be " + WebhookSecret.FORM))));
        Stream<SecretSource> named = several(fields, "secret_env").stream().map(given -> {
            if (!VARIABLE.matcher(given).matches()) {
                throw wrong(fields.key("secret_env"), "be the name of an environment variable");
            }
            return new SecretSource.InEnvironment(given);
        });
        List<SecretSource> all = Stream.concat(written, named).toList();
        if (all.isEmpty() || all.size() > MAX_SECRETS) {
            throw wrong(
                    fields.key("secret"),
                    "be given, here or with secret_env by the name of an environment variable, and be at most "
                            + MAX_SECRETS);
        }
        return all;
    }

    private static List<String> several(YamlSection fields, String field) {
        Object value = fields.find(field).orElse(List.of());
        List<?> several = value instanceof List<?> list ? list : List.of(value);
        return several.stream().map(String::valueOf).toList();
    }

    private static Set<WebhookType> types(YamlSection fields) {
        Set<WebhookType> types = EnumSet.noneOf(WebhookType.class);
        for (String given : fields.texts("events")) {
            types.add(WebhookType.find(given)
                    .filter(WebhookType.OF_EVENTS::contains)
                    .orElseThrow(() -> fields.wrong(
                            "events",
                            WebhookType.OF_EVENTS.stream()
                                    .map(WebhookType::toString)
                                    .collect(Collectors.joining(", ", "a list of some of ", "")))));
        }
        return types.isEmpty() ? WebhookType.OF_EVENTS : types;
    }

    private StartupException wrong(String key, String expected) {
        return new StartupException("%s in the configuration file %s must %s.".formatted(key, file, expected));
    }
}
