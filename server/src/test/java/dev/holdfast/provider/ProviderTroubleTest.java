package dev.holdfast.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.TokenUsage;
import dev.holdfast.testing.Playback;
import dev.holdfast.testing.Playback.Ending;
import dev.holdfast.testing.WireServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider does wrong is tried again as long as nobody has read a word, and else said so. */
final class ProviderTroubleTest {

    private static final Duration SHORT_SILENCE = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource
    void aLimitIsWaitedForAsLongAsTheProviderSays(RecordedApi api) throws InterruptedException {
        Playback limit = api.error("429 Too Many Requests", "Retry-After: 7\r\n", "rate_limit_error", "Slow down.");
        try (WireServer server = WireServer.playing(limit, api.text())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.answered().text()).isEqualTo("Hello, wörld 🌍 and all.");
            assertThat(asked.pauses()).containsExactly(Duration.ofSeconds(7));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForLong(RecordedApi api) throws InterruptedException {
        Playback limit = api.error("429 Too Many Requests", "Retry-After: 3600\r\n", "rate_limit_error", "Slow down.");
        try (WireServer server = WireServer.playing(limit, api.text())) {
            assertThat(Asked.of(api, server.url()).failure())
                    .isEqualTo("The provider house answered 429: Slow down. Try again later, or have the limit raised"
                            + " there. It asks to be left alone for 3600 seconds.");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultOfTheProviderIsTriedAgain(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(fault(api), fault(api), api.text())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.answered().text()).isEqualTo("Hello, wörld 🌍 and all.");
            assertThat(asked.pauses()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultThatStaysEndsIt(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(fault(api))) {
            assertThat(Asked.of(api, server.url()).failure())
                    .isEqualTo("The provider house answered 503: Out of order. Try again later. It was asked 4 times.");
            assertThat(server.requests()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedKeyIsSaidSoAndNotShown(RecordedApi api) throws InterruptedException {
        Playback refusal = api.error(
                "401 Unauthorized",
                "",
                "authentication_error",
                "Incorrect API key " + Asked.KEY + " or sk-other***42.");
        try (WireServer server = WireServer.playing(refusal)) {
            assertThat(Asked.of(api, server.url()).failure())
                    .isEqualTo("The provider house answered 401: Incorrect API key [key] or [key]. Check the API key in"
                            + " HOUSE_KEY.");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItSaysIsCut(RecordedApi api) throws InterruptedException {
        try (WireServer server =
                WireServer.playing(api.error("400 Bad Request", "", "invalid_request_error", "no ".repeat(5_000)))) {
            assertThat(Asked.of(api, server.url()).failure())
                    .hasSizeLessThan(500)
                    .contains("answered 400: no no");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonIsNoReasonToBreak(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(
                Playback.answer("502 Bad Gateway", "Content-Type: text/html\r\n", "<h1>Bad gateway</h1>"),
                api.text())) {
            assertThat(Asked.of(api, server.url()).answered().text()).startsWith("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksBeforeTheFirstWordIsTriedAgain(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(
                Playback.nothing(Ending.RESET),
                Playback.nothing(Ending.CLOSED),
                api.text().cutBefore("Hello", Ending.CLOSED),
                api.text())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.answered().text()).isEqualTo("Hello, wörld 🌍 and all.");
            assertThat(server.requests()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsNotThereIsNamed(RecordedApi api) throws InterruptedException {
        String url;
        try (WireServer gone = WireServer.playing(api.text())) {
            url = gone.url();
        }
        assertThat(Asked.of(api, url).failure())
                .isEqualTo("The provider house cannot be reached at " + url + api.basePath
                        + ". Check its base_url and the network. It was asked 4 times.");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutInMidTextIsNotAskedAgainBehindTheReadersBack(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().cutBefore(" and", Ending.CLOSED), api.text())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.interruption()).isEqualTo("The connection to the provider house broke.");
            assertThat(asked.words()).containsExactly("Hello", ", wörld", " 🌍");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorWithinTheStreamCutsItOff(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.overloaded())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.interruption()).startsWith("The provider house broke its answer off with ");
            assertThat(asked.words()).containsExactly("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheRequestWithinTheStreamEndsIt(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.refused())) {
            assertThat(Asked.of(api, server.url()).failure()).contains("Invalid prompt: it was flagged");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeReadCutsItOff(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.malformed())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.interruption()).isEqualTo("The provider house sent what cannot be read.");
            assertThat(asked.words()).containsExactly("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSilenceThatLastsTooLongCutsItOff(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().cutBefore(" and", Ending.SILENT))) {
            Asked asked = Asked.of(api, server.url(), Asked.hello(), SHORT_SILENCE);

            assertThat(asked.interruption()).isEqualTo("The provider house said nothing for 1 seconds.");
            server.awaitLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAFailedAttemptUsedCounts(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().cutBefore("Hello", Ending.CLOSED), api.text())) {
            TokenUsage attempt = api == RecordedApi.ANTHROPIC ? new TokenUsage(12, 1) : TokenUsage.NONE;

            assertThat(Asked.of(api, server.url()).answered().usage()).isEqualTo(new TokenUsage(12, 7).plus(attempt));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptionClosesTheConnection(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().cutBefore("Hello", Ending.SILENT));
                ProviderModel model = Asked.model(api, server.url(), Asked.LONG_SILENCE, List.of())) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    model.answer(Asked.hello(), Asked.sink(List.of(), List.of()));
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            });
            server.awaitSilence();
            asking.interrupt();
            asking.join();

            server.awaitLeft();
            assertThat(interrupted).isTrue();
        }
    }

    private static Playback fault(RecordedApi api) {
        return api.error("503 Service Unavailable", "", "server_error", "Out of order.");
    }
}
