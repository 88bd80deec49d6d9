package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.PERSON;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.approve;
import static dev.holdfast.engine.Story.approved;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.gated;
import static dev.holdfast.engine.Story.id;
import static dev.holdfast.engine.Story.needsApproval;
import static dev.holdfast.engine.Story.reject;
import static dev.holdfast.engine.Story.result;
import static dev.holdfast.engine.Story.resumed;
import static dev.holdfast.engine.Story.submitResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.name.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Given a turn that waits for calls 1 (a gated function), 2 (a gated search) and 3 (a free function). */
final class ApprovalTest {

    private static final PendingAction FIRST = gated(1, "ask", Need.APPROVAL_AND_RESULT);
    private static final PendingAction SECOND = gated(2, "web_search", Need.APPROVAL);
    private static final PendingAction THIRD = new PendingAction(call(3, "free"), Need.RESULT);

    private final Story story = waiting();

    @Test
    void anApprovalOfOneGatedCallNeverResolvesAnother() {
        assertThat(story.when(approve(2)))
                .containsExactly(
                        approved(SECOND, null), new TurnPaused(PauseReason.APPROVAL_REQUIRED, List.of(FIRST, THIRD)));
        assertThat(story.living().status()).isEqualTo(SessionStatus.PAUSED);
        assertThat(story.turn().find(id(1)).orElseThrow().state()).isEqualTo(new ActionState.AwaitingApproval());
    }

    @Test
    void anApprovalTakesTheResultsThatItNamesAndTheTurnGoesOnWhenNothingIsOpen() {
        assertThat(story.when(approve(2, result(3, "three"), result(1, "one"))))
                .containsExactly(
                        approved(SECOND, null),
                        resumed(THIRD, Resolution.ANSWERED, "three", null),
                        approved(FIRST, "one"));
        assertThat(story.next()).isInstanceOfSatisfying(Next.RunTools.class, run -> {
            assertThat(run.begun()).isEmpty();
            assertThat(run.approved()).extracting(Action::id).containsExactly(id(2));
        });
    }

    @Test
    void anApprovedFunctionWithoutAResultTellsTheModelThatItWasApprovedAndNoMore() {
        story.when(approve(1));

        assertThat(story.turn().find(id(1)).orElseThrow().state())
                .isEqualTo(new ActionState.Returned("{\"approved\":true,\"output\":null}", false));
    }

    @Test
    void anApprovedToolOfTheServerRunsAfterItsIntentIsWritten() {
        story.when(approve(1, result(3, "three")));
        story.when(approve(2));

        assertThat(story.when(new WorkerReport.Executing(id(2))))
                .containsExactly(new Event.ToolCallExecuting(id(2), 1));
        assertThat(story.returns(2, "found"))
                .containsExactly(new Event.ToolCallCompleted(id(2), "web_search", "found", false));
        assertThat(story.next()).isEqualTo(new Next.CallModel());
    }

    @Test
    void anActionIsResolvedOnce() {
        story.when(approve(2));

        assertThat(story.refusal(approve(2))).isEqualTo(Reason.ACTION_NOT_OPEN);
        assertThat(story.refusal(reject(2, null))).isEqualTo(Reason.ACTION_NOT_OPEN);
        assertThat(story.refusal(approve(1, result(2, "found")))).isEqualTo(Reason.ACTION_RESULT_INVALID);
    }

    @Test
    void anActionThatIsUnknownIsRefusedAndTheOpenOnesAreNamed() {
        assertThat(story.refused(approve(9)).sentence()).contains(id(1).toString(), id(2).toString(), id(3).toString());
        assertThat(story.refusal(approve(1, result(9, "")))).isEqualTo(Reason.ACTION_RESULT_INVALID);
        assertThat(story.refusal(approve(1, result(3, "a"), result(3, "b")))).isEqualTo(Reason.ACTION_RESULT_INVALID);
    }

    @Test
    void aCallThatWaitsForItsResultOnlyCannotBeApprovedWithoutOne() {
        assertThat(story.refusal(approve(3))).isEqualTo(Reason.ACTION_RESULT_MISSING);
        assertThat(story.when(approve(3, result(3, "three"))))
                .containsExactly(
                        resumed(THIRD, Resolution.ANSWERED, "three", null),
                        new TurnPaused(PauseReason.APPROVAL_REQUIRED, List.of(FIRST, SECOND)));
    }

    @Test
    void resultsAloneApproveNothing() {
        assertThat(story.refusal(submitResults(result(3, "three"), result(1, "one"))))
                .isEqualTo(Reason.APPROVAL_REQUIRED);
        assertThat(story.when(submitResults(result(3, "three"))))
                .containsExactly(
                        resumed(THIRD, Resolution.ANSWERED, "three", null),
                        new TurnPaused(PauseReason.APPROVAL_REQUIRED, List.of(FIRST, SECOND)));
    }

    @Test
    void noResultsChangeNothing() {
        assertThat(story.when(submitResults())).isEmpty();
    }

    @Test
    void aRejectionEndsTheTurnWithItsWholeTextAndCostAndTheSessionGoesOn() {
        story.when(approve(2));

        assertThat(story.when(reject(1, "too dear")))
                .containsExactly(
                        resumed(FIRST, Resolution.REJECTED, null, "too dear"),
                        new Event.TurnCompleted(
                                null, "Look.", List.of(), Event.TurnCost.NONE.plus(Story.step("Look.")), id(1)));
        assertThat(story.living().status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(Conversation.of(story.turn(1)))
                .endsWith(
                        new Message.Returned(id(1).toString(), "Rejected by a person: too dear", true),
                        new Message.Returned(id(2).toString(), "Not run: the turn ended first.", true),
                        new Message.Returned(id(3).toString(), "Not run: no result was given.", true));
        assertThat(story.submit(Story.asking()).getFirst())
                .isInstanceOfSatisfying(
                        Event.TurnStarted.class,
                        started -> assertThat(started.turnNumber()).isEqualTo(2));
    }

    @Test
    void nothingIsDecidedWhileNothingWaits() {
        story.when(reject(1, null));
        story.submit(Story.asking());

        for (TurnCommand command : List.of(approve(1), reject(1, null), submitResults(result(1, "")))) {
            assertThat(story.refusal(command)).isEqualTo(Reason.SESSION_NOT_PAUSED);
        }
    }

    @Test
    void aStrangersDecisionIsRefusedLikeOneForASessionThatNeverWas() {
        TenantId stranger = new TenantId(new UUID(0, 2));

        assertThat(story.refusal(new TurnCommand.Approve(stranger, PERSON, id(1), List.of(), null)))
                .isEqualTo(Reason.SESSION_NOT_FOUND);
    }

    @Test
    void theTimeThatATurnWaitsBeginsWithThePause() {
        assertThat(story.living().dueAt()).isEqualTo(story.now.plus(Duration.ofDays(7)));
        assertThat(story.living().dueAt()).isAfter(Story.START.plus(Duration.ofDays(7)));
    }

    private static Story waiting() {
        Story story = new Story();
        story.submit(Story.request(
                Approvals.FLAGGED,
                LooseCalls.END_TURN,
                needsApproval(ASK),
                needsApproval(SEARCH),
                new ToolSpec.Function("free", null, null, false)));
        story.later(Duration.ofMinutes(20));
        assertThat(story.answers("Look.", call(1, "ask"), call(2, "web_search"), call(3, "free")))
                .last()
                .isEqualTo(new TurnPaused(PauseReason.APPROVAL_REQUIRED, List.of(FIRST, SECOND, THIRD)));
        return story;
    }
}
