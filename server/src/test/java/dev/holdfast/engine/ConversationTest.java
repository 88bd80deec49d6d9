package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.OWNER;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.asking;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.id;
import static dev.holdfast.engine.Story.needsApproval;
import static dev.holdfast.engine.Story.said;
import static dev.holdfast.engine.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Answered;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Given what was said in a session, then this is what a model is shown. */
final class ConversationTest {

    private static final Message GO = said("go").getFirst();

    private final Story story = new Story();

    @Test
    void aTurnInProgressIsItsInputAndEachAnswerWithItsResults() {
        story.submit(Story.request(Approvals.NONE, LooseCalls.PAUSE, SEARCH));
        story.answers("Look.", call(1, "web_search"), call(2, "web_search"));
        story.returns(2, "two");
        story.returns(1, "one");

        assertThat(Conversation.of(story.turn()))
                .containsExactly(
                        GO,
                        new Answered(step("Look.", call(1, "web_search"), call(2, "web_search"))),
                        returned(1, "one"),
                        returned(2, "two"));
    }

    @Test
    void anEndedTurnIsShownWithItsLastAnswerAndWithoutWhatIsProgress() {
        story.submit(asking(GO));
        story.happens(new Event.TextAdded("Do"));
        story.answers("Done.");

        assertThat(Conversation.of(story.turn(1))).containsExactly(GO, new Answered(step("Done.")));
    }

    @Test
    void aCancelledTurnKeepsWhatWasFinishedAndDoesNotSayThatACallNeverRan() {
        story.submit(Story.request(Approvals.FLAGGED, LooseCalls.PAUSE, SEARCH, needsApproval(ASK)));
        story.answers("Look.", call(1, "web_search"), call(2, "web_search"), call(3, "ask"));
        story.returns(1, "one");
        story.when(new TurnCommand.Cancel(OWNER));

        assertThat(Conversation.of(story.turn(1)))
                .endsWith(
                        returned(1, "one"),
                        failed(2, "It may have run: the turn ended before its result came. Check before repeating."),
                        failed(3, "Not run: the turn ended before anybody approved the call."));
    }

    @Test
    void theNextTurnsInputAnswersTheCallsThatATurnLeftOpen() {
        endWithOpenCalls();
        story.submit(asking(said("and?").getFirst(), returned(2, "two")));

        assertThat(shown(100, 1))
                .containsExactly(
                        GO,
                        new Answered(step("Ask.", call(1, "ask"), call(2, "ask"))),
                        failed(1, "Not run: no result was given."),
                        returned(2, "two"),
                        said("and?").getFirst());
    }

    @Test
    void aCallThatIsToldAgainWithItsResultIsShownOnce() {
        endWithOpenCalls();
        story.submit(asking(
                new Called(id(1).toString(), "ask", "{}"),
                returned(1, "one"),
                new Called(id(2).toString(), "ask", "{}"),
                returned(2, "two")));

        assertThat(shown(100, 1))
                .containsExactly(
                        GO,
                        new Answered(step("Ask.", call(1, "ask"), call(2, "ask"))),
                        returned(1, "one"),
                        returned(2, "two"));
    }

    @Test
    void theResultOfACallThatIsNotShownIsToldAsText() {
        endWithOpenCalls();
        story.submit(asking(returned(1, "one")));

        assertThat(shown(0, 0)).isEqualTo(said("Result of the call " + id(1) + ", which is not shown: one"));
    }

    @Test
    void callsThatACallerTellsStayTogetherAndEachHasAResult() {
        story.submit(asking(new Called("a", "f", "{}"), new Called("b", "f", "{}"), new Returned("b", "2", false), GO));

        assertThat(Conversation.of(story.turn()))
                .containsExactly(
                        new Called("a", "f", "{}"),
                        new Called("b", "f", "{}"),
                        new Returned("a", "Not run: no result was given.", true),
                        new Returned("b", "2", false),
                        GO);
    }

    @Test
    void theNewestTurnsThatFitAreShownWholeAndOlderOnesAreNotEvenRead() {
        askFourTimes();
        story.submit(asking(GO));

        // 5 tokens each, and 1 for what is asked now; what does not fit has to be read to know that.
        assertThat(shown(15, 3))
                .containsExactly(
                        said("question 3").getFirst(),
                        new Answered(step("answer 3")),
                        said("question 4").getFirst(),
                        new Answered(step("answer 4")),
                        GO);
    }

    @Test
    void whatIsAskedNowTakesItsPlaceFirst() {
        askFourTimes();
        Message much = said("long ".repeat(100)).getFirst();
        story.submit(asking(much));

        assertThat(shown(120, 0)).containsExactly(much);
        assertThat(shown(131, 1)).hasSize(3);
    }

    private void askFourTimes() {
        for (int turn = 1; turn <= 4; turn++) {
            story.submit(asking(said("question " + turn).getFirst()));
            story.answers("answer " + turn);
        }
    }

    private void endWithOpenCalls() {
        story.submit(Story.request(Approvals.NONE, LooseCalls.END_TURN, ASK));
        story.answers("Ask.", call(1, "ask"), call(2, "ask"));
    }

    /** What the turn in progress is shown, and how many turns before it were read for that. */
    private List<Message> shown(long tokens, int reads) {
        List<Integer> read = new ArrayList<>();
        Iterator<List<RecordedEvent>> before = IntStream.iterate(
                        story.turn().number() - 1, turn -> turn > 0, turn -> turn - 1)
                .peek(read::add)
                .mapToObj(story::turn)
                .iterator();
        List<Message> shown = Conversation.of(story.turn(), before, tokens);
        assertThat(read).hasSize(reads);
        return shown;
    }

    private static Message returned(int call, String output) {
        return new Returned(id(call).toString(), output, false);
    }

    private static Message failed(int call, String sentence) {
        return new Returned(id(call).toString(), sentence, true);
    }
}
