package dev.holdfast.model;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One answer of the demo model while it is spoken: word by word, with a pause between two. */
final class DemoSpeech {

    private final AnswerSink sink;
    private final Pause pause;
    private final Duration pace;
    private long words;

    DemoSpeech(AnswerSink sink, Pause pause, Duration pace) {
        this.sink = sink;
        this.pause = pause;
        this.pace = pace;
    }

    void think(String thought) throws InterruptedException {
        speak(Words.of(thought), sink::thinking);
    }

    String say(Stream<String> pieces) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        speak(pieces, piece -> {
            text.append(piece);
            sink.text(piece);
        });
        return text.toString();
    }

    /** How many words were thought and said. */
    long words() {
        return words;
    }

    private void speak(Stream<String> pieces, Consumer<String> listener) throws InterruptedException {
        for (Iterator<String> rest = pieces.iterator(); rest.hasNext(); words++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("The answer was stopped");
            }
            if (words > 0 && pace.isPositive()) {
                pause.pause(pace);
            }
            listener.accept(rest.next());
        }
    }
}
