package dev.holdfast.engine;

import static dev.holdfast.engine.Story.FILES;
import static dev.holdfast.engine.Story.LIMITS;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.approve;
import static dev.holdfast.engine.Story.approved;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.id;
import static dev.holdfast.engine.Story.reject;
import static dev.holdfast.engine.Story.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.name.ApprovalId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given a turn whose worker is gone, when another takes it over, then nothing is lost and no effect silently happens twice. */
final class RecoveryTest {

    private static final ToolCall BASH = call(1, "Bash");
    private static final ToolCall SEARCHED = call(2, "web_search");

    private final Story story = new Story();

    @Test
    void anAnswerThatWasDueIsAskedForAgainAsOftenAsTheLimitSays() {
        submit();

        for (int retry = 1; retry <= 3; retry++) {
            assertThat(recover()).containsExactly(new Event.ModelCallRetried(retry, Event.TurnCost.NONE));
            assertThat(story.next()).isEqualTo(new Next.CallModel());
        }
        assertThat(recover()).singleElement().isInstanceOfSatisfying(Event.TurnFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(FailureCause.INTERRUPTED);
            assertThat(failed.error()).startsWith("interrupted by restart");
        });
    }

    @Test
    void anAnswerThatItsProviderCutOffIsAskedForAgainAsOftenAndPaidForEachTime() {
        submit();
        var spent = new Event.TurnCost(new TokenUsage(10, 1), 50);
        var cut = new WorkerReport.Retrying(LIMITS.retries(), spent, "The connection broke.");

        for (int retry = 1; retry <= 3; retry++) {
            assertThat(story.when(cut)).containsExactly(new Event.ModelCallRetried(retry, spent));
            assertThat(story.next()).isEqualTo(new Next.CallModel());
        }
        assertThat(story.when(cut))
                .containsExactly(new Event.TurnFailed(
                        "The connection broke. For this answer the model was asked 4 times and never finished.",
                        FailureCause.MODEL,
                        new Event.TurnCost(new TokenUsage(40, 4), 200)));
    }

    @Test
    void whatAFailedCallCostIsCounted() {
        submit();
        var spent = new Event.TurnCost(new TokenUsage(10, 1), 50);

        assertThat(story.when(new WorkerReport.Failed(FailureCause.MODEL, "No.", spent)))
                .containsExactly(new Event.TurnFailed("No.", FailureCause.MODEL, spent));
    }

    @Test
    void retriesAreCountedForEachAnswer() {
        submit();
        recover();
        recover();
        story.answers("", SEARCHED);
        story.returns(2, "found");

        assertThat(recover()).containsExactly(new Event.ModelCallRetried(1, Event.TurnCost.NONE));
    }

    @Test
    void whatIsRepeatableIsRunAgainAndTheRestIsInDoubt() {
        submit();
        story.answers("", BASH, SEARCHED);

        assertThat(recover()).containsExactly(new Event.ToolCallInDoubt(id(1)), new Event.ToolCallExecuting(id(2), 2));
        assertThat(story.returns(2, "found"))
                .last()
                .isEqualTo(new Event.TurnPaused(
                        PauseReason.EFFECT_IN_DOUBT,
                        List.of(new PendingAction(BASH, Need.DOUBT_SETTLED, new ApprovalId(id(1), 1)))));
    }

    @Test
    void whatIsCutOffTimeAfterTimeIsInDoubtThoughItIsRepeatable() {
        submit();
        story.answers("", SEARCHED);
        recover();
        recover();
        recover();

        assertThat(recover()).startsWith(new Event.ToolCallInDoubt(id(2)));
        assertThat(story.living().status()).isEqualTo(SessionStatus.PAUSED);
    }

    @Test
    void aCallThatWasApprovedAndNotBegunIsNotInDoubt() {
        story.submit(Story.request(Approvals.FLAGGED_OR_ALL, LooseCalls.PAUSE, FILES));
        story.answers("", BASH);
        story.when(approve(1));

        assertThat(recover()).isEmpty();
        assertThat(story.next()).isInstanceOf(Next.RunTools.class);
    }

    @Test
    void anApprovalInDoubtRunsTheCallAgain() {
        inDoubt();

        assertThat(story.when(approve(1)))
                .containsExactly(approved(new PendingAction(BASH, Need.DOUBT_SETTLED, new ApprovalId(id(1), 1)), null));
        assertThat(story.when(new WorkerReport.Executing(id(1))))
                .containsExactly(new Event.ToolCallExecuting(id(1), 2));
    }

    @Test
    void anApprovalInDoubtWithAResultTakesIt() {
        inDoubt();

        story.when(approve(1, result(1, "it ran")));
        assertThat(story.turn().find(id(1)).orElseThrow().state()).isEqualTo(new ActionState.Returned("it ran", false));
        assertThat(story.next()).isEqualTo(new Next.CallModel());
    }

    @Test
    void aRejectionInDoubtDoesNotTellTheModelThatItNeverRan() {
        inDoubt();
        story.when(reject(1, null));

        assertThat(Conversation.of(story.turn(1)))
                .last()
                .isEqualTo(new Message.Returned(
                        id(1).toString(),
                        "It may have run before a crash, and a person said not to run it again.",
                        true));
    }

    @Test
    void aWorkerCannotRunWhatWaitsNorFinishWhatWasNotBegun() {
        story.submit(Story.request(Approvals.FLAGGED, LooseCalls.PAUSE, Story.needsApproval(FILES), SEARCH));
        story.answers("", BASH, SEARCHED);

        assertThatThrownBy(() -> story.when(new WorkerReport.Executing(id(1))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> story.returns(1, "")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> story.when(new WorkerReport.InDoubt(List.of(id(1)))))
                .isInstanceOf(IllegalStateException.class);
        story.returns(2, "found");
        assertThatThrownBy(() -> story.answers("")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsReportedOnceMoreIsNoNews() {
        submit();
        story.answers("", BASH, SEARCHED);
        assertThat(story.answers("", BASH, SEARCHED)).isEmpty();
        assertThatThrownBy(() -> story.answers("")).isInstanceOf(IllegalStateException.class);

        story.returns(1, "out");
        assertThat(story.returns(1, "out")).isEmpty();
        story.returns(2, "found");
        assertThat(story.answers("", BASH, SEARCHED)).isEmpty();
    }

    @Test
    void aTurnThatRanTooLongIsStoppedAndTheTimeInWhichNobodyRanItDoesNotCount() {
        submit();
        story.later(LIMITS.runningTime());
        assertThat(story.next()).isEqualTo(new Next.CallModel());
        story.later(Duration.ofMillis(1));

        assertThat(story.next()).isInstanceOf(Next.Stop.class);
        assertThat(TurnEngine.next(story.turn().takenOver(story.now), LIMITS, story.now))
                .isEqualTo(new Next.CallModel());
        assertThat(story.turn().takenOver(Story.START.minusSeconds(1))).isEqualTo(story.turn());
    }

    @Test
    void aPauseBeginsTheRunningTimeAnew() {
        inDoubt();
        story.later(Duration.ofDays(1));
        story.when(approve(1));

        assertThat(story.next()).isInstanceOf(Next.RunTools.class);
    }

    @Test
    void aTurnThatAskedTooOftenIsStoppedWhenItsToolsHaveRun() {
        submit();
        for (int step = 0; step < LIMITS.steps(); step++) {
            assertThat(story.next()).isEqualTo(new Next.CallModel());
            story.answers("", call(10 + step, "web_search"));
            assertThat(story.next()).isInstanceOf(Next.RunTools.class);
            story.returns(10 + step, "found");
        }

        assertThat(story.next())
                .isInstanceOfSatisfying(
                        Next.Stop.class,
                        stop -> assertThat(story.when(new WorkerReport.Failed(FailureCause.LIMIT, stop.sentence())))
                                .containsExactly(new Event.TurnFailed(
                                        "The model was asked 3 times, which is as often as a turn may ask it.",
                                        FailureCause.LIMIT,
                                        new Event.TurnCost(new TokenUsage(30, 3), 300))));
    }

    @Test
    void aTurnThatCostTooMuchIsStopped() {
        submit();
        story.answers("", SEARCHED);
        story.returns(2, "found");

        TurnLimits stingy = new TurnLimits(9, Duration.ofHours(1), 100, 3);
        assertThat(TurnEngine.next(story.turn(), stingy, story.now)).isInstanceOf(Next.Stop.class);
    }

    @Test
    void anAnswerWithTooManyCallsFailsTheTurnAndIsPaidFor() {
        submit();
        ToolCall[] calls = new ToolCall[ReportDecisions.MAX_CALLS_PER_STEP + 1];
        for (int call = 0; call < calls.length; call++) {
            calls[call] = call(call, "web_search");
        }

        assertThat(story.answers("", calls)).singleElement().isInstanceOfSatisfying(Event.TurnFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(FailureCause.MODEL);
            assertThat(failed.cost().micros()).isEqualTo(100);
        });
    }

    private void submit() {
        story.submit(Story.request(Approvals.NONE, LooseCalls.PAUSE, FILES, SEARCH));
    }

    private void inDoubt() {
        submit();
        story.answers("", BASH);
        recover();
        assertThat(story.refusal(new TurnCommand.SubmitResults(Story.OWNER, Story.PERSON, List.of(result(1, "")))))
                .isEqualTo(Reason.APPROVAL_REQUIRED);
    }

    /** What another worker writes first. */
    private List<Event> recover() {
        return Recovery.reports(story.turn(), action -> action.call().tool().equals("web_search"), LIMITS).stream()
                .flatMap(report -> story.when(report).stream())
                .toList();
    }
}
