package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.OWNER;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.gated;
import static dev.holdfast.engine.Story.id;
import static dev.holdfast.engine.Story.needsApproval;
import static dev.holdfast.engine.Story.result;
import static dev.holdfast.engine.Story.submitResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given a turn that does not count on anybody, when nobody comes, then the model is told and the turn goes on. */
final class GivenUpCallsTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Story story = new Story();

    @Test
    void resultsThatDoNotComeAreGivenUpTogether() {
        submit(ASK);
        story.answers("", call(1, "ask"), call(2, "ask"));
        assertThat(story.living().dueAt()).isEqualTo(Story.START.plus(LIMIT));

        story.later(LIMIT.minusMillis(1));
        assertThat(settle()).isEmpty();
        story.later(Duration.ofMillis(1));

        assertThat(settle()).containsExactly(none(1), none(2));
        assertThat(story.turn().running()).isTrue();
        assertThat(story.turn().runningSince()).isEqualTo(story.now);
        assertThat(story.next()).isEqualTo(new Next.CallModel());
        assertThat(story.refusal(submitResults(result(1, "late")))).isEqualTo(Reason.SESSION_NOT_PAUSED);
    }

    @Test
    void aResultThatCameInTimeStandsAndDoesNotProlongTheWaitForTheOthers() {
        submit(ASK);
        story.answers("", call(1, "ask"), call(2, "ask"));
        story.later(Duration.ofMinutes(9));
        story.when(submitResults(result(2, "two")));
        assertThat(story.living().dueAt()).isEqualTo(Story.START.plus(LIMIT));

        story.later(Duration.ofMinutes(1));

        assertThat(settle()).containsExactly(none(1));
        assertThat(story.turn().running()).isTrue();
    }

    @Test
    void whatWaitsForAPersonWaitsOn() {
        submit(ASK, needsApproval(SEARCH));
        story.answers("", call(1, "ask"), call(2, "web_search"));
        story.later(LIMIT);

        assertThat(settle())
                .containsExactly(
                        none(1),
                        new TurnPaused(
                                PauseReason.APPROVAL_REQUIRED,
                                List.of(gated(2, "web_search", PendingAction.Need.APPROVAL))));
        assertThat(story.turn().running()).isFalse();
        assertThat(story.living().dueAt()).isEqualTo(story.living().endAt());
    }

    @Test
    void aCallThatMayHaveRunIsToldToTheModel() {
        submit(SEARCH);
        story.answers("", call(1, "web_search"));

        assertThat(story.when(new WorkerReport.InDoubt(List.of(id(1)))))
                .containsExactly(new ToolCallCompleted(id(1), "web_search", ReportDecisions.MAY_HAVE_RUN, true));
        assertThat(story.next()).isEqualTo(new Next.CallModel());
    }

    @Test
    void aResultMayTellOfAFailure() {
        submit(ASK);
        story.answers("", call(1, "ask"));

        assertThat(story.when(submitResults(new TurnCommand.Result(id(1), "no", true))))
                .containsExactly(
                        new TurnResumed(id(1), Event.Resolution.ANSWERED, "no", true, null, Story.PERSON, null));
        assertThat(story.turn().find(id(1)).orElseThrow().state()).isEqualTo(new ActionState.Returned("no", true));
    }

    @Test
    void resultsAloneTellAnUnknownCallFromOneThatHasItsResult() {
        submit(ASK);
        story.answers("", call(1, "ask"), call(2, "ask"));
        story.when(submitResults(result(1, "one")));

        assertThat(story.refusal(submitResults(result(1, "again")))).isEqualTo(Reason.ACTION_NOT_OPEN);
        assertThat(story.refusal(submitResults(result(2, "two"), result(9, "nine"))))
                .isEqualTo(Reason.ACTION_NOT_FOUND);
    }

    @Test
    void aTurnIsCancelledByItsNumberAndNoLaterOneIs() {
        submit(ASK);
        assertThat(story.when(new TurnCommand.CancelTurn(OWNER, 1))).hasSize(1);
        assertThat(story.when(new TurnCommand.CancelTurn(OWNER, 1))).isEmpty();
        submit(ASK);
        assertThat(story.when(new TurnCommand.CancelTurn(OWNER, 1))).isEmpty();
        assertThat(story.turn().number()).isEqualTo(2);
    }

    private List<Event> settle() {
        return story.when(new SessionCommand.Settle(story.now));
    }

    private static Event none(int call) {
        return new ToolCallCompleted(id(call), "ask", ApprovalDecisions.NO_RESULT_IN_TIME, true);
    }

    private void submit(ToolSpec... tools) {
        story.submit(new TurnRequest(
                Story.said("go"),
                "demo",
                null,
                List.of(tools),
                new ToolChoice.Auto(),
                Sampling.USUAL,
                Approvals.FLAGGED,
                LooseCalls.PAUSE,
                new Patience(LIMIT, Doubts.TELL_THE_MODEL)));
    }
}
