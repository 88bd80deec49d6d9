package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Given what readers have seen, when the answer comes again, then this is written. */
final class RepeatedTextTest {

    @Test
    void aRepeatedAnswerIsNotShownTwiceHoweverItIsCut() {
        assertThat(again(List.of(text("Hello "), text("world")), text("He"), text("llo wor"), text("ld, again")))
                .containsExactly(text(", again"));
    }

    @Test
    void anAnswerThatIsTheSameToItsEndWritesNothing() {
        assertThat(again(List.of(text("Hello")), text("Hel"), text("lo"))).isEmpty();
    }

    @Test
    void atTheFirstDifferenceTheRestIsVoidAndTheAnswerGoesOnFromThere() {
        assertThat(again(
                        List.of(text("Hello "), text("wide "), text("world")), text("Hello wi"), text("ld"), text("!")))
                .containsExactly(new TurnRecovered(1, 2), text("wild"), text("!"));
    }

    @Test
    void anAnswerThatEndsEarlierVoidsTheRest() {
        assertThat(again(List.of(text("Hello "), text("world")), text("Hello w")))
                .containsExactly(new TurnRecovered(1, 1), text("w"));
        assertThat(again(List.of(text("Hello")))).containsExactly(new TurnRecovered(0, 0));
    }

    @Test
    void otherThoughtsBeforeTheSameTextAreLeftOut() {
        assertThat(again(List.of(thought("Hm."), text("Hel")), thought("Well."), text("Hello")))
                .containsExactly(text("lo"));
    }

    @Test
    void thoughtsAreComparedIfNothingElseWasSeen() {
        assertThat(again(List.of(thought("Let me "), thought("see")), thought("Let me think"), text("Yes")))
                .containsExactly(new TurnRecovered(1, 1), thought("think"), text("Yes"));
        assertThat(again(List.of(thought("Let me")), text("Yes")))
                .containsExactly(new TurnRecovered(0, 0), text("Yes"));
        assertThat(again(List.of(thought("Let")), thought("Let me"), text("Yes")))
                .containsExactly(thought(" me"), text("Yes"));
    }

    @Test
    void thoughtsBetweenVoidTextsAreVoidWithThem() {
        assertThat(again(List.of(text("a"), thought("hm"), text("b"), thought("so")), text("x")))
                .containsExactly(new TurnRecovered(0, 3), text("x"));
    }

    @Test
    void whatWasVoidBeforeIsNotHeldAgainstTheAnswer() {
        List<Event> twice = List.of(
                text("one "),
                text("two"),
                new Event.ModelCallRetried(1, Event.TurnCost.NONE),
                new TurnRecovered(1, 1),
                text("three"));

        assertThat(again(twice, text("one three!"))).containsExactly(text("!"));
        assertThat(again(twice, text("one two"))).containsExactly(new TurnRecovered(4, 4), text("two"));
    }

    @Test
    void earlierAnswersOfTheTurnAreNotHeldAgainstThisOne() {
        assertThat(again(
                        List.of(
                                text("one"),
                                new Event.ToolCallCompleted(Story.id(1), "web_search", "found", false),
                                text("tw")),
                        text("two")))
                .containsExactly(text("o"));
    }

    /** However often an answer is cut off and asked for again, what is seen is a beginning of the last attempt, and at last all of it. */
    @Test
    void whatIsSeenIsAlwaysTheNewestAnswer() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<RecordedEvent> log = new ArrayList<>();
            String answer = "";
            for (int attempt = 0; attempt <= random.nextInt(4); attempt++) {
                boolean cutOff = random.nextBoolean();
                answer = words(random);
                RepeatedText repeated = RepeatedText.of(log);
                int told = 0;
                int end = cutOff ? random.nextInt(answer.length() + 1) : answer.length();
                while (told < end) {
                    int next = told + 1 + random.nextInt(end - told);
                    if (random.nextInt(4) == 0) {
                        write(log, repeated.add(thought(words(random))));
                    }
                    write(log, repeated.add(text(answer.substring(told, next))));
                    told = next;
                }
                if (!cutOff) {
                    write(log, repeated.end());
                    assertThat(seen(log)).as("seed %d", seed).isEqualTo(answer);
                } else if (!answer.startsWith(seen(log))) {
                    assertThat(seen(log))
                            .as("more of an earlier answer, seed %d", seed)
                            .startsWith(answer.substring(0, told));
                }
            }
        }
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder();
        for (int word = random.nextInt(5); word >= 0; word--) {
            words.append(random.nextInt(4) == 0 ? "b " : "a ");
        }
        return words.toString();
    }

    private static List<Event> again(List<Event> seen, Progress... answer) {
        List<RecordedEvent> log = recorded(seen);
        RepeatedText repeated = RepeatedText.of(log);
        for (Progress delta : answer) {
            write(log, repeated.add(delta));
        }
        write(log, repeated.end());
        return log.stream().skip(seen.size()).map(RecordedEvent::event).toList();
    }

    private static List<RecordedEvent> recorded(List<Event> events) {
        List<RecordedEvent> log = new ArrayList<>();
        events.forEach(event -> add(log, event));
        return log;
    }

    private static void write(List<RecordedEvent> log, RepeatedText.Emission emission) {
        if (emission.recovered() != null) {
            add(
                    log,
                    new TurnRecovered(
                            emission.recovered().supersededFrom(),
                            emission.recovered().supersededTo()));
        }
        emission.deltas().forEach(delta -> add(log, delta));
    }

    private static void add(List<RecordedEvent> log, Event event) {
        log.add(new RecordedEvent(log.size(), 1, Instant.EPOCH, event));
    }

    private static String seen(List<RecordedEvent> log) {
        return ShownPiece.of(log).stream()
                .filter(piece -> !piece.thought())
                .map(ShownPiece::delta)
                .collect(Collectors.joining());
    }

    private static TextAdded text(String delta) {
        return new TextAdded(delta);
    }

    private static ThinkingAdded thought(String delta) {
        return new ThinkingAdded(delta);
    }
}
