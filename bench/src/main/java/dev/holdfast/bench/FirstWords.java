package dev.holdfast.bench;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.Provider;
import dev.holdfast.model.Provider.Api;
import dev.holdfast.model.Provider.Remote;
import dev.holdfast.provider.ProviderModels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asking a provider until its first word has come, through each client, against the same stream over a bare socket. */
final class FirstWords implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final ModelRequest QUESTION = new ModelRequest(
            "m",
            null,
            List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("Hello?")))),
            List.of(),
            new ToolChoice.Auto(),
            Sampling.USUAL,
            null,
            "bench");

    private final Map<Api, ScriptedProvider> providers = new EnumMap<>(Api.class);
    private final ProviderModels models;

    FirstWords() throws IOException {
        List<ModelEntry> entries = new ArrayList<>();
        for (Api api : Api.values()) {
            ScriptedProvider provider = ScriptedProvider.start(api);
            providers.put(api, provider);
            Remote remote = new Remote(
                    api.key(), api, "http://" + HOST + ":" + provider.port(), Remote.NO_KEY, Remote.USUAL_SILENCE);
            entries.add(new ModelEntry(api.key(), List.of(), remote, "m", null, ModelEntry.Limits.USUAL, null));
        }
        models = ProviderModels.open(
                new ModelConfig(new ModelConfig.Choice(entries, null), Map.of()), name -> null, Thread::sleep);
    }

    Workload workload() {
        List<Workload.Pair> pairs = new ArrayList<>();
        for (Map.Entry<Provider, Model> each : models.models().entrySet()) {
            if (each.getKey() instanceof Remote remote) {
                Model model = each.getValue();
                Side ours = new ClosedLoop("first word, " + remote.name(), () -> new Asking(model), Optional.empty());
                Side floor = new ClosedLoop(
                        "the stream, " + remote.name(),
                        () -> bare(Objects.requireNonNull(providers.get(remote.api()))),
                        Optional.empty());
                pairs.add(new Workload.Pair(ours, floor));
            }
        }
        return new Workload("models", Workload.USUAL_CALLERS, pairs);
    }

    private static Caller bare(ScriptedProvider provider) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}],\"stream\":true}";
        String request = "POST / HTTP/1.1\r\nhost: %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(HOST, body.length(), body);
        return new HttpCaller(HOST, provider.port(), new Turnstile(List.of(request), 0));
    }

    /** Asks a provider's client. */
    private record Asking(Model model) implements Caller {

        @Override
        public void call() throws FailedCallException {
            try {
                ModelOutcome outcome = model.answer(QUESTION, new Unread());
                if (!(outcome instanceof ModelOutcome.Answered)) {
                    throw new FailedCallException(outcome.toString());
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nothing interrupts a round", e);
            }
        }

        @Override
        public void close() {}
    }

    private record Unread() implements AnswerSink {

        @Override
        public void text(String delta) {}

        @Override
        public void thinking(String delta) {}
    }

    @Override
    public void close() throws IOException {
        models.close();
        for (ScriptedProvider provider : providers.values()) {
            provider.close();
        }
    }
}
