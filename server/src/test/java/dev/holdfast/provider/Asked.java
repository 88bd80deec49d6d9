package dev.holdfast.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.model.ModelOutcome.Answered;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.Provider.Remote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a provider's client made of a question, and how it came. */
record Asked(ModelOutcome outcome, List<String> words, List<String> thoughts, List<Duration> pauses) {

    static final String KEY = "sk-test-0123456789";
    static final Duration LONG_SILENCE = Duration.ofMinutes(1);

    static Asked of(RecordedApi recorded, String url) throws InterruptedException {
        return of(recorded, url, hello(), LONG_SILENCE);
    }

    static Asked of(RecordedApi recorded, String url, ModelRequest request, Duration silence)
            throws InterruptedException {
        List<String> words = new ArrayList<>();
        List<String> thoughts = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        try (ProviderModel model = model(recorded, url, silence, pauses)) {
            ModelOutcome outcome = model.answer(request, sink(words, thoughts));
            if (outcome instanceof Answered answered) {
                assertThat(answered.text()).isEqualTo(String.join("", words));
            }
            return new Asked(outcome, words, thoughts, pauses);
        }
    }

    static ProviderModel model(RecordedApi recorded, String url, Duration silence, List<Duration> pauses) {
        Remote provider = new Remote("house", recorded.api, url + recorded.basePath, "HOUSE_KEY", silence);
        return ProviderModels.model(provider, Endpoint.of(provider, KEY), pauses::add);
    }

    static AnswerSink sink(List<String> words, List<String> thoughts) {
        return new AnswerSink() {
            @Override
            public void text(String delta) {
                words.add(delta);
            }

            @Override
            public void thinking(String delta) {
                thoughts.add(delta);
            }
        };
    }

    static ModelRequest hello() {
        return new ModelRequest(
                "some-model",
                null,
                List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("Hello?")))),
                List.of(),
                new ToolChoice.Auto(),
                Sampling.USUAL,
                null,
                "effect");
    }

    Answered answered() {
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    String failure() {
        assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);
        return ((ModelOutcome.Failed) outcome).sentence();
    }

    String interruption() {
        assertThat(outcome).isInstanceOf(ModelOutcome.Interrupted.class);
        return ((ModelOutcome.Interrupted) outcome).sentence();
    }
}
