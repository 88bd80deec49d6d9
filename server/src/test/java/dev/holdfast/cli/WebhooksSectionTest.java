package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.name.TenantId;
import dev.holdfast.webhook.Endpoints;
import dev.holdfast.webhook.WebhookConfig;
import dev.holdfast.webhook.WebhookConfig.Address;
import dev.holdfast.webhook.WebhookConfig.SecretSource.InEnvironment;
import dev.holdfast.webhook.WebhookType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints are read strictly, and what is wrong is said without showing a secret or an address. */
final class WebhooksSectionTest {

    private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path directory = Path.of("");

    @Test
    void anEndpointIsToldEverythingUnlessItChooses() throws IOException {
        WebhookConfig config = read("""
                webhooks:
                  retention: 2d
                  endpoints:
                    - {name: all, url: "https://example.com/hooks?key=1", secret_env: HOOK_SECRET}
                    - name: some
                      url: http://127.0.0.1:9
                      secret: [whsec_%s, whsec_%s]
                      secret_env: HOOK_SECRET
                      tenant: acme
                      events: [turn.paused, turn.failed]
                """.formatted(KEY, KEY));

        assertThat(config.retention()).isEqualTo(Duration.ofDays(2));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(15));
        Address all = config.endpoints().getFirst();
        assertThat(all.url()).isEqualTo(URI.create("https://example.com/hooks?key=1"));
        assertThat(all.types()).isEqualTo(WebhookType.OF_EVENTS);
        assertThat(all.secrets()).containsExactly(new InEnvironment("HOOK_SECRET"));
        Address some = config.endpoints().getLast();
        assertThat(some.tenant()).isEqualTo("acme");
        assertThat(some.types()).containsExactlyInAnyOrder(WebhookType.TURN_PAUSED, WebhookType.TURN_FAILED);
        assertThat(some.secrets()).hasSize(3);
        assertThat(some.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: A B, url: 'https://a.b', secret: whsec_KEY | .name",
                "url: 'https://a.b', secret: whsec_KEY | .name is missing",
                "name: a, secret: whsec_KEY | .url",
                "name: a, url: 'ftp://a.b/shown', secret: whsec_KEY | .url",
                "name: a, url: 'https://user:shown@a.b', secret: whsec_KEY | .url",
                "name: a, url: 'https://a.b#shown', secret: whsec_KEY | .url",
                "name: a, url: 'https:///shown', secret: whsec_KEY | .url",
                "name: a, url: 'https://a.b:99999/shown', secret: whsec_KEY | .url",
                "name: a, url: 'no address, shown', secret: whsec_KEY | .url",
                "name: a, url: 'https://a.b' | .secret",
                "name: a, url: 'https://a.b', secret: whsec_shown | .secret in",
                "name: a, url: 'https://a.b', secret: KEY | .secret in",
                "name: a, url: 'https://a.b', secret: {shown: KEY} | .secret in",
                "name: a, url: 'https://a.b', secret_env: 'whsec_KEY=' | .secret_env",
                "name: a, url: 'https://a.b', secret: whsec_KEY, events: [turn.started] | .events",
                "name: a, url: 'https://a.b', secret: whsec_KEY, events: [webhook.test] | .events",
                "name: a, url: 'https://a.b', secret: whsec_KEY, colour: red | .colour"
            })
    void aMistakeIsNamed(String fields, String named) {
        assertThatThrownBy(() -> read(("webhooks: {endpoints: [{" + fields + "}]}").replace("KEY", KEY)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("webhooks.endpoints[0]")
                .hasMessageContaining(named)
                .hasMessageNotContaining(KEY)
                .hasMessageNotContaining("shown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhooks: {endpoints: whsec_KEY}", "webhooks: {endpoints: [whsec_KEY]}", "a: [whsec_KEY"})
    void whatIsNoListOfEndpointsIsNotShownEither(String content) {
        assertThatThrownBy(() -> read(content.replace("KEY", KEY)))
                .isInstanceOf(StartupException.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void twoOfOneNameAreRefused() {
        String one = "{name: a, url: 'https://a.b', secret: whsec_%s}".formatted(KEY);
        assertThatThrownBy(() -> read("webhooks: {endpoints: [" + one + ", " + one + "]}"))
                .hasMessageContaining("two endpoints of the name `a`");
    }

    @Test
    void aSecretIsTakenFromTheEnvironmentAtTheStart() throws IOException {
        WebhookConfig config =
                read("webhooks: {endpoints: [{name: a, url: 'https://a.b', secret_env: HOOK, tenant: acme}]}");
        TenantId acme = new TenantId(new UUID(1, 2));

        Endpoints.of(config, Map.of("HOOK", "whsec_" + KEY)::get, name -> Optional.of(acme));
        assertThatThrownBy(() -> Endpoints.of(config, Map.of("HOOK", "whsec_shown")::get, name -> Optional.of(acme)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("from HOOK")
                .hasMessageNotContaining("shown");
        assertThatThrownBy(() -> Endpoints.of(config, Map.<String, String>of()::get, name -> Optional.of(acme)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the environment has none");
        assertThatThrownBy(() -> Endpoints.of(config, Map.of("HOOK", "whsec_" + KEY)::get, name -> Optional.empty()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("`acme`");
    }

    private WebhookConfig read(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("holdfast.yaml"), content);
        return Settings.of(Map.of(), Map.of(), SettingsFile.read(file)).config().webhooks();
    }
}
