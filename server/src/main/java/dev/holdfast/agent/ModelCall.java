package dev.holdfast.agent;

import dev.holdfast.engine.RepeatedText;
import dev.holdfast.engine.RepeatedText.Emission;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.model.ModelRequest;
import java.util.function.Consumer;

/** One question to a model. Its answer is appended while it comes, less what readers have seen before a crash. */
final class ModelCall implements AnswerSink {

    private final DeltaWriter writer;
    private final RepeatedText repeated;
    private final Consumer<WorkerReport> report;
    private final WholeText text = new WholeText();
    private final WholeText thoughts = new WholeText();

    ModelCall(DeltaWriter writer, RepeatedText repeated, Consumer<WorkerReport> report) {
        this.writer = writer;
        this.repeated = repeated;
        this.report = report;
    }

    /** Asks, and returns when what the model said is durable. */
    ModelOutcome ask(Model model, ModelRequest request) throws InterruptedException {
        try {
            ModelOutcome outcome = model.answer(request, this);
            if (outcome instanceof ModelOutcome.Answered) {
                addThought(thoughts.end());
                addText(text.end());
                emit(repeated.end());
            }
            writer.finish();
            return outcome;
        } catch (InterruptedException | RuntimeException e) {
            // If what the model said could not be written, that is why it ended, whatever it makes of it.
            writer.abandon();
            throw e;
        }
    }

    /** All that the model has said. */
    String text() {
        return text.text();
    }

    @Override
    public void text(String delta) {
        addText(text.add(delta));
    }

    @Override
    public void thinking(String delta) {
        addThought(thoughts.add(delta));
    }

    private void addText(String whole) {
        if (!whole.isEmpty()) {
            emit(repeated.add(new TextAdded(whole)));
        }
    }

    private void addThought(String whole) {
        if (!whole.isEmpty()) {
            emit(repeated.add(new ThinkingAdded(whole)));
        }
    }

    private void emit(Emission emission) {
        if (emission.recovered() != null) {
            report.accept(emission.recovered());
        }
        emission.deltas().forEach(writer::add);
    }
}
