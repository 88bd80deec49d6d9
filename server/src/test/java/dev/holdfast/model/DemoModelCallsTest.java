package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Message;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolChoice;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoModelCallsTest {

    private static final String CITY =
            "{\"type\":\"object\",\"required\":[\"city\"],\"properties\":{\"city\":{\"enum\":[\"Berlin\",\"Rome\"]}}}";

    @Test
    void aCallIsAnnouncedAndMadeWithItsArgumentsAsWritten() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("/call run_sql { \"q\":  1.50 }"));

        assertThat(heard.text()).isEqualTo("Calling run_sql.");
        assertThat(heard.calls()).containsExactly("run_sql { \"q\":  1.50 }");
        assertThat(heard.outcome().usage()).isEqualTo(new TokenUsage(6, 2 + 1 + 4));
    }

    @Test
    void severalCallsAreMadeAtOnce() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("please\n/call a {\"x\":1}\r\n/call b\n/call a {\"x\":2}"));

        assertThat(heard.text()).isEqualTo("Calling a, b, a.");
        assertThat(heard.calls()).containsExactly("a {\"x\":1}", "b {}", "a {\"x\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "[1,2]", "\"text\"", "null", "}{", "{\"a\":1} trailing", "\u0000"})
    void whateverStandsThereIsTheArguments(String arguments) throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of("/call a " + arguments)).calls()).containsExactly("a " + arguments);
    }

    @Test
    void wordsCanBeSaidBeforeACall() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("/words 3\n/call a").most(2));

        assertThat(heard.text()).isEqualTo("1 2");
        assertThat(heard.calls()).containsExactly("a {}");
    }

    @Test
    void callsAtOnceAreBounded() throws InterruptedException {
        String most = String.join("\n", Collections.nCopies(DemoScript.MAX_CALLS, "/call a"));

        assertThat(HeardAnswer.to(Question.of(most)).calls()).hasSize(DemoScript.MAX_CALLS);
        assertThat(HeardAnswer.to(Question.of(most + "\n/call a")).failure()).contains("at most 64 calls");
    }

    @Test
    void resultsAreAnsweredAndNothingIsCalledAgain() throws InterruptedException {
        Question question = Question.of("hello\n/call a\n/call b")
                .called(1, "a", "b")
                .returned(2, "second")
                .returned(1, "{\"sum\":42}");

        HeardAnswer heard = HeardAnswer.to(question);

        assertThat(heard.text()).isEqualTo("b answered: second\na answered: {\"sum\":42}");
        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void aRefusedCallIsSaidToHaveFailed() throws InterruptedException {
        Question question = Question.of("/call pay").called(1, "pay").refused(1, "rejected: too much");

        assertThat(HeardAnswer.to(question).text()).isEqualTo("pay did not succeed: rejected: too much");
    }

    @Test
    void aRefusalThatEndedTheTurnIsToldInTheNext() throws InterruptedException {
        Question question =
                Question.of("/call pay").called(1, "pay").refused(1, "too much").user("why not?");

        assertThat(HeardAnswer.to(question).text())
                .isEqualTo("pay did not succeed: too much\nEarlier messages of yours that I can see: 1.\n"
                        + "You said: why not?");

        question.answered("Because.").user("ok");
        assertThat(HeardAnswer.to(question).text()).doesNotContain("pay");
    }

    @Test
    void aLongResultIsRepeatedInPart() throws InterruptedException {
        Question question = Question.of("/call a").called(1, "a").returned(1, "x".repeat(1_000_000));

        assertThat(HeardAnswer.to(question).text()).hasSizeLessThan(DemoProse.MAX_QUOTED + 20);
    }

    @Test
    void stepsFollowOneAnotherAsResultsComeBack() throws InterruptedException {
        Question question = Question.of("/call a {\"n\":1}\n/then\n/think again\n/call b\n/call c\n/then\n/words 2");
        assertThat(HeardAnswer.to(question).calls()).containsExactly("a {\"n\":1}");

        question.called(1, "a").returned(1, "one");
        HeardAnswer second = HeardAnswer.to(question);
        assertThat(second.calls()).containsExactly("b {}", "c {}");
        assertThat(second.thoughts()).containsExactly("again");

        question.called(2, "b", "c").returned(2, "two").returned(3, "three");
        HeardAnswer last = HeardAnswer.to(question);
        assertThat(last.calls()).isEmpty();
        assertThat(last.text()).isEqualTo("1 2");
    }

    @Test
    void aPaceHoldsForTheStepsAfterIt() throws InterruptedException {
        Question question = Question.of("/pace 7\n/call a").called(1, "a").returned(1, "two words");

        assertThat(HeardAnswer.to(question).pauses()).hasSize(3);
    }

    @Test
    void anInputThatFailedIsNotDoneAgainWithTheNext() throws InterruptedException {
        Question question = Question.of("/fail no more").user("/call a {}\n/words 1");

        assertThat(HeardAnswer.to(question).text()).isEqualTo("1");
        assertThat(HeardAnswer.to(question).calls()).containsExactly("a {}");
    }

    @Test
    void theLastStepCanFail() throws InterruptedException {
        Question question =
                Question.of("/call a\n/then\n/fail no more").called(1, "a").returned(1, "x");

        assertThat(HeardAnswer.to(question).failure()).isEqualTo("no more");
    }

    @Test
    void aCallersOwnHistoryCountsLikeTheModels() throws InterruptedException {
        Question question = Question.of("/call a\n/then\n/call b")
                .message(new Message.Called("mine", "a", "{}"))
                .message(new Message.Returned("mine", "done", false));
        assertThat(HeardAnswer.to(question).calls()).containsExactly("b {}");

        Question repeated = Question.of("/call a\n/then\n/call b")
                .called(1, "a")
                .message(new Message.Called("tc_00000000000000000000000001", "a", "{}"))
                .returned(1, "done");
        assertThat(HeardAnswer.to(repeated).calls()).containsExactly("b {}");
    }

    @Test
    void aResultOfACallThatNobodyKnowsIsAnsweredByItsId() throws InterruptedException {
        Question question = Question.of("/call a").message(new Message.Returned("call_9", "done", false));

        assertThat(HeardAnswer.to(question).text()).isEqualTo("call_9 answered: done");
    }

    @Test
    void toldToCallNoToolItSaysWhatItLeavesOut() throws InterruptedException {
        HeardAnswer heard =
                HeardAnswer.to(Question.of("/call a\n/call b\nhello").choosing(new ToolChoice.None()));

        assertThat(heard.calls()).isEmpty();
        assertThat(heard.text()).isEqualTo("Told to call no tool, I leave out: a, b.\nYou said: hello");
    }

    @Test
    void toldToCallSomeToolItCallsTheFirstOnce() throws InterruptedException {
        Question question = Question.of("hello")
                .offering("weather", CITY)
                .offering("other", null)
                .choosing(new ToolChoice.Required());
        assertThat(HeardAnswer.to(question).calls()).containsExactly("weather {\"city\":\"Berlin\"}");

        question.called(1, "weather").returned(1, "sunny");
        assertThat(HeardAnswer.to(question).calls()).isEmpty();
        assertThat(HeardAnswer.to(question).text()).isEqualTo("weather answered: sunny");
    }

    @Test
    void toldToCallSomeToolItTakesTheInputsWord() throws InterruptedException {
        Question question =
                Question.of("/call other {}").offering("weather", CITY).choosing(new ToolChoice.Required());

        assertThat(HeardAnswer.to(question).calls()).containsExactly("other {}");
    }

    @Test
    void toldToCallSomeToolWhereThereIsNoneItAnswers() throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of("hello").choosing(new ToolChoice.Required()))
                        .text())
                .isEqualTo("You said: hello");
    }

    @Test
    void toldWhichToolItCallsThat() throws InterruptedException {
        ToolChoice weather = new ToolChoice.Named("weather");
        Question question = Question.of("/call other {}")
                .offering("other", null)
                .offering("weather", CITY)
                .choosing(weather);
        assertThat(HeardAnswer.to(question).calls()).containsExactly("weather {\"city\":\"Berlin\"}");

        Question asked = Question.of("/call weather {\"city\":\"Oslo\"}\n/call other")
                .offering("weather", CITY)
                .choosing(weather);
        assertThat(HeardAnswer.to(asked).calls()).containsExactly("weather {\"city\":\"Oslo\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"What is it like outside?", "Hello.\nWhat is it like outside? \n\n"})
    void aQuestionIsLookedUpWithTheFirstToolAndThenAnswered(String input) throws InterruptedException {
        Question question = Question.of(input).offering("weather", CITY).offering("other", null);
        HeardAnswer heard = HeardAnswer.to(question);
        assertThat(heard.text()).isEqualTo("Calling weather.");
        assertThat(heard.calls()).containsExactly("weather {\"city\":\"Berlin\"}");

        question.called(1, "weather").returned(1, "sunny");
        assertThat(HeardAnswer.to(question).calls()).isEmpty();
        assertThat(HeardAnswer.to(question).text()).isEqualTo("weather answered: sunny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"It is warm.", "Is it? Yes.", "Is it?\n/words 2", "/words 2\nIs it?", "/pace 1\nIs it?"})
    void whatIsNoPlainQuestionIsNotLookedUp(String input) throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of(input).offering("weather", CITY)).calls())
                .isEmpty();
    }

    @Test
    void aQuestionIsAnsweredWithoutToolsAndWhenToldToCallNone() throws InterruptedException {
        assertThat(HeardAnswer.to(Question.of("Is it?")).text()).isEqualTo("You said: Is it?");
        Question forbidden = Question.of("Is it?").offering("weather", CITY).choosing(new ToolChoice.None());
        assertThat(HeardAnswer.to(forbidden).text()).isEqualTo("You said: Is it?");
    }

    @Test
    void askedForJsonItCallsWithoutAWord() throws InterruptedException {
        HeardAnswer heard = HeardAnswer.to(Question.of("/call a").as(new ResponseFormat.JsonObject()));

        assertThat(heard.text()).isEmpty();
        assertThat(heard.calls()).containsExactly("a {}");
    }
}
