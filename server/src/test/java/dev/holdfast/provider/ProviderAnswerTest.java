package dev.holdfast.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.TokenUsage;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.ModelOutcome.RequestedCall;
import dev.holdfast.testing.Playback;
import dev.holdfast.testing.WireServer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes over the wire from a provider is what the server makes of it, however it is cut into pieces. */
final class ProviderAnswerTest {

    private static final int PATIENCE_SECONDS = 30;

    @ParameterizedTest
    @EnumSource
    void wordsComeOneByOne(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.words()).containsExactly("Hello", ", wörld", " 🌍", " and", " all.");
            assertThat(asked.answered().calls()).isEmpty();
            assertThat(asked.answered().usage()).isEqualTo(new TokenUsage(12, 7));
            assertThat(asked.answered().providerItems()).isNull();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesMayComeOneByOne(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().inPieces(1))) {
            assertThat(Asked.of(api, server.url()).words()).containsExactly("Hello", ", wörld", " 🌍", " and", " all.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWordIsHeardBeforeTheNextIsSaid(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text().cutBefore(" and", Playback.Ending.SILENT))) {
            var words = new LinkedBlockingQueue<String>();
            try (ProviderModel model = Asked.model(api, server.url(), Asked.LONG_SILENCE, List.of())) {
                Thread asking = Thread.ofVirtual().start(() -> listen(model, words));
                assertThat(words.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("Hello");
                assertThat(words.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(", wörld");
                asking.interrupt();
                asking.join();
            }
            server.awaitLeft();
        }
    }

    private static void listen(ProviderModel model, Queue<String> words) {
        try {
            model.answer(Asked.hello(), new AnswerSink() {
                @Override
                public void text(String delta) {
                    words.add(delta);
                }

                @Override
                public void thinking(String delta) {}
            });
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thoughtsAndTwoCallsAtOnceAreTakenApart(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.calls().inPieces(7))) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.thoughts()).containsExactly("Let me", " see.");
            assertThat(asked.words()).containsExactly("Checking", " both.");
            assertThat(asked.answered().calls())
                    .containsExactly(
                            new RequestedCall("get_weather", "{\"city\":\"Berlin\"}"),
                            new RequestedCall("get_weather", "{\"city\":\"Rome\"}"));
            assertThat(asked.answered().usage()).isEqualTo(new TokenUsage(30, 20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsAsLongAsItMayBeIsAnAnswer(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.length())) {
            Asked asked = Asked.of(api, server.url());

            assertThat(asked.answered().text()).isEqualTo("Hello");
            assertThat(asked.answered().usage()).isEqualTo(new TokenUsage(12, 1));
        }
    }
}
