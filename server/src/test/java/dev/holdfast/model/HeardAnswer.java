package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.ModelOutcome.Answered;
import dev.holdfast.model.ModelOutcome.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the demo model gave, and how it came. */
record HeardAnswer(ModelOutcome outcome, List<String> deltas, List<String> thoughts, List<Duration> pauses) {

    static HeardAnswer to(Question question) throws InterruptedException {
        List<String> deltas = new ArrayList<>();
        List<String> thoughts = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        ModelOutcome outcome = new DemoModel(pauses::add).answer(question.request(), new AnswerSink() {
            @Override
            public void text(String delta) {
                deltas.add(delta);
            }

            @Override
            public void thinking(String delta) {
                thoughts.add(delta);
            }
        });
        HeardAnswer heard = new HeardAnswer(outcome, deltas, thoughts, pauses);
        if (outcome instanceof Answered answered) {
            assertThat(answered.text()).isEqualTo(String.join("", deltas));
        }
        return heard;
    }

    String text() {
        return String.join("", deltas);
    }

    /** Each call as its tool, a blank and the arguments. */
    List<String> calls() {
        return answered().calls().stream()
                .map(call -> call.tool() + " " + call.arguments())
                .toList();
    }

    String failure() {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed) outcome).sentence();
    }

    private Answered answered() {
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }
}
