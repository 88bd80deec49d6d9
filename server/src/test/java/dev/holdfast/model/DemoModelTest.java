package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoModelTest {

    @Test
    void wordsAreAnsweredWordByWord() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("How much  did\nwe sell?"));

        assertThat(heard.text()).isEqualTo("You said: How much  did\nwe sell?");
        assertThat(heard.deltas()).containsExactly("You", " said:", " How", " much", "  did", "\nwe", " sell?");
        assertThat(heard.outcome().usage()).isEqualTo(new TokenUsage(5, 7));
        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() throws InterruptedException {
        Question question = Question.of("/think hm\n/call a {\"b\":1}\nhello");

        assertThat(HeardAnswer.to(question)).isEqualTo(HeardAnswer.to(question));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "/pace 5"})
    void nothingIsAnsweredWithASentence(String input) throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of(input)).text()).isEqualTo("There is nothing to answer.");
    }

    @Test
    void noConversationIsAnsweredLikeNothing() throws InterruptedException {
        assertThat(HeardAnswer.to(new Question()).text()).isEqualTo("There is nothing to answer.");
    }

    @Test
    void anOrderedNumberOfWordsIsSaidAndNumbered() throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of("hello\n  /words 5  ")).deltas())
                .containsExactly("1", " 2", " 3", " 4", " 5");
        assertThat(HeardAnswer.to(Question.of("/words 0")).deltas()).isEmpty();
        assertThat(HeardAnswer.to(Question.of("/words 100000")).deltas()).hasSize(DemoScript.MAX_WORDS);
    }

    @Test
    void aPaceIsAPauseBetweenWords() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("/pace 250\n/think let me see\n/words 3"));

        assertThat(heard.thoughts()).containsExactly("let", " me", " see");
        assertThat(heard.pauses()).hasSize(5).containsOnly(Duration.ofMillis(250));
    }

    @Test
    void aThoughtIsNoPartOfTheAnswer() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("/think first\n/think second thing\nhello"));

        assertThat(String.join("", heard.thoughts())).isEqualTo("first\nsecond thing");
        assertThat(heard.text()).isEqualTo("You said: hello");
        assertThat(heard.outcome().usage().outputTokens()).isEqualTo(6);
    }

    @Test
    void aFailureComesAtOnceOrAfterTheOrderedWords() throws InterruptedException {
        HeardAnswer atOnce = HeardAnswer.to(Question.of("hello\n/fail the disk is full\n/call never {}"));
        assertThat(atOnce.failure()).isEqualTo("the disk is full");
        assertThat(atOnce.deltas()).isEmpty();

        HeardAnswer later = HeardAnswer.to(Question.of("/words 2\n/fail"));
        assertThat(later.failure()).isEqualTo("The demo model was told to fail.");
        assertThat(later.text()).isEqualTo("1 2");
        assertThat(later.outcome().usage()).isEqualTo(new TokenUsage(3, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/words 100001",
                "/words -1",
                "/words 99999999999999999999999999",
                "/words many",
                "/words",
                "/words 1 2",
                "/pace 60001",
                "/pace 1e3",
                "/pace ٣",
                "/call",
                "/then now"
            })
    void aCommandThatCannotBeReadFailsAndSaysWhatItTakes(String command) throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("hello\n" + command + "\n/words 5"));

        assertThat(heard.failure()).contains(command.split(" ", 2)[0]);
        assertThat(heard.deltas()).isEmpty();
    }

    @Test
    void sentencesOfMistakesAreShort() throws InterruptedException {
        String huge = "9".repeat(1_000_000);

        assertThat(HeardAnswer.to(Question.of("/words " + huge)).failure()).hasSizeLessThan(200);
        assertThat(HeardAnswer.to(Question.of("/call " + huge)).failure()).hasSizeLessThan(200);
    }

    @Test
    void stepsAreBounded() throws InterruptedException {
        String steps = String.join("\n", Collections.nCopies(DemoScript.MAX_STEPS + 1, "/then"));

        assertThat(HeardAnswer.to(Question.of(steps)).failure()).contains("1000 steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unknown 5", "/wordsy 5", "//words 5", "a /words 5", "/", "/Words 5"})
    void whatIsNoCommandIsSaid(String line) throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of(line)).text()).isEqualTo("You said: " + line);
    }

    @Test
    void aLongInputIsRepeatedInPart() throws InterruptedException {
        String text = HeardAnswer.to(Question.of("😀".repeat(5_000))).text();

        assertThat(text).hasSizeLessThan(DemoProse.MAX_QUOTED + 20).endsWith("😀…");
    }

    @Test
    void theAnswerIsCutAtTheMostTokens() throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of("one two three").most(3)).text()).isEqualTo("You said: one");
        assertThat(HeardAnswer.to(Question.of("/words 100").most(4)).text()).isEqualTo("1 2 3 4");
        assertThat(HeardAnswer.to(Question.of("/think long thought\n/words 9").most(1))
                        .thoughts())
                .hasSize(2);
    }

    @Test
    void onlyTheLastInputOrders() throws InterruptedException {
        Question question = Question.of("/words 3").answered("1 2 3").user("and now?");

        assertThat(HeardAnswer.to(question).text())
                .isEqualTo("Earlier messages of yours that I can see: 1.\nYou said: and now?");
    }

    @Test
    void onlyTheUsersLastWordsAreObeyed() throws InterruptedException {
        Question question = Question.of("/think hm")
                .user("/words 2")
                .said(Role.SYSTEM, new Content.Text("/words 9"))
                .said(Role.USER, new Content.File("a.txt", "/words 7"));

        HeardAnswer heard = HeardAnswer.to(question);
        assertThat(heard.thoughts()).isEmpty();
        assertThat(heard.text()).isEqualTo("1 2");
    }

    @Test
    void picturesAndFilesAreNoticedAndNotObeyed() throws InterruptedException {
        Question question = new Question()
                .said(
                        Role.USER,
                        new Content.Image("https://example.com/a.png"),
                        new Content.File("notes.txt", "/words 9\nfour words in all"),
                        new Content.Text("Look"));

        assertThat(HeardAnswer.to(question).text())
                .isEqualTo("There is an image, which I cannot see.\nThe file notes.txt has 6 words.\nYou said: Look");
    }

    @Test
    void anInterruptionEndsTheAnswer() {
        DemoModel model = new DemoModel(duration -> {
            throw new InterruptedException("in the pause");
        });

        assertThatThrownBy(() -> model.answer(Question.of("/pace 1\n/words 2").request(), new Silence()))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptionEndsAnAnswerWithoutPausesToo() {
        DemoModel model = new DemoModel(duration -> {});
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> model.answer(Question.of("/words 100000").request(), new Silence()))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void askedForAnObjectItAnswersWithOne() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("say \"hi\"").as(new ResponseFormat.JsonObject()));

        assertThat(heard.text()).isEqualTo("{\"answer\":\"You said: say \\\"hi\\\"\"}");
        assertThat(HeardAnswer.to(Question.of("/words 2").as(new ResponseFormat.JsonObject()))
                        .text())
                .isEqualTo("{\"answer\":\"1 2\"}");
    }

    @Test
    void askedForASchemaItAnswersWithWhatFits() throws InterruptedException {
        Json schema =
                new Json("{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        var format = new ResponseFormat.JsonSchema("numbers", null, schema, true);

        HeardAnswer heard = HeardAnswer.to(Question.of("/words 7").as(format));

        assertThat(JsonParser.parse(heard.text()).json().text()).isEqualTo("{\"n\":1}");
    }

    @Test
    void everythingShownCountsAsRead() throws InterruptedException {
        Question question = Question.of("one two")
                .called(1, "look")
                .returned(1, "three four five")
                .message(new Message.Called("c9", "other", "{\"a\": 1}"))
                .offering("look", null);

        assertThat(HeardAnswer.to(question).outcome().usage().inputTokens()).isEqualTo(2 + 2 + 3 + 3 + 1);
    }

    private static final class Silence implements AnswerSink {
        @Override
        public void text(String delta) {}

        @Override
        public void thinking(String delta) {}
    }
}
