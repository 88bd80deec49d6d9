package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets have the form of Standard Webhooks, sign as its library does, and are seen by nobody. */
final class WebhookSecretTest {

    @Test
    void aSignatureIsTheOneOfTheDocumentsExample() {
        // From the specification.
        WebhookSecret secret =
                WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        assertThat(secret.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330L,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theOfficialLibraryTakesWhatIsSigned() throws Exception {
        String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
        byte[] body = "{\"ü\":\"🌍\"}".getBytes(StandardCharsets.UTF_8);
        long now = System.currentTimeMillis() / 1_000;

        String signature = WebhookSecret.parse(text).orElseThrow().sign("msg_1", now, body);

        new Webhook(text)
                .verify(
                        new String(body, StandardCharsets.UTF_8),
                        Map.of(
                                "webhook-id", List.of("msg_1"),
                                "webhook-timestamp", List.of(Long.toString(now)),
                                "webhook-signature", List.of(signature)));
    }

    @ParameterizedTest
    @CsvSource({"23, false", "24, true", "64, true", "65, false"})
    void aSecretHas24To64Bytes(int bytes, boolean usable) {
        assertThat(WebhookSecret.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes])))
                .matches(secret -> secret.isPresent() == usable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS w"
            })
    void anythingElseIsNone(String text) {
        assertThat(WebhookSecret.parse(text)).isEmpty();
    }

    @Test
    void itDoesNotShowItself() {
        assertThat(WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").toString())
                .isEqualTo("Optional[whsec_…]");
    }
}
