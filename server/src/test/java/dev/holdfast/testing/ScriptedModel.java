package dev.holdfast.testing;

import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.DemoModel;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.ModelConfig.Choice;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.Prices;
import dev.holdfast.model.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The demo model, whose language is the script, without its clock: where it would wait between two words it stands at the
 * gate that the input's {@code /pace} names.
 */
public final class ScriptedModel implements Model {

    private final Map<Duration, Gate> gates = new ConcurrentHashMap<>();
    private final AtomicInteger lastGate = new AtomicInteger();
    private final ConcurrentLinkedQueue<ModelRequest> asked = new ConcurrentLinkedQueue<>();
    private final DemoModel demo =
            new DemoModel(pace -> Objects.requireNonNull(gates.get(pace)).pass());

    /** A line of input that makes the model stand at a gate after its first word. */
    public record Held(Gate gate, String line) {}

    public Held hold() {
        int number = lastGate.incrementAndGet();
        Gate gate = new Gate();
        gates.put(Duration.ofMillis(number), gate);
        return new Held(gate, "/pace " + number + "\n");
    }

    @Override
    public ModelOutcome answer(ModelRequest request, AnswerSink sink) throws InterruptedException {
        asked.add(request);
        return demo.answer(request, sink);
    }

    /** Every question so far whose conversation holds this text. */
    public List<ModelRequest> asked(String text) {
        return asked.stream()
                .filter(request -> request.conversation().toString().contains(text))
                .toList();
    }

    /** It answers for two models: {@code demo}, which is free, and {@code priced}: a dollar for a million words, read or not. */
    static ModelConfig catalogue() {
        return new ModelConfig(
                new Choice(
                        List.of(
                                entry("demo", List.of("gpt-4o"), Prices.FREE),
                                entry("priced", List.of(), new Prices(1_000_000, 1_000_000, BigDecimal.ONE))),
                        null),
                Map.of());
    }

    private static ModelEntry entry(String name, List<String> aliases, Prices prices) {
        return new ModelEntry(name, aliases, Provider.DEMO, name, prices, ModelEntry.Limits.USUAL, null);
    }
}
