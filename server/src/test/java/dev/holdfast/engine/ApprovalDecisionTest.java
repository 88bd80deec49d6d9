package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.OWNER;
import static dev.holdfast.engine.Story.PERSON;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.gated;
import static dev.holdfast.engine.Story.id;
import static dev.holdfast.engine.Story.needsApproval;
import static dev.holdfast.engine.Story.result;
import static dev.holdfast.engine.Story.resumed;
import static dev.holdfast.engine.Story.submitResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.ApprovalExpired;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.name.ApprovalId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided on an approval holds for the call that was shown, once, and says who and how. */
final class ApprovalDecisionTest {

    private static final PendingAction SERVERS = gated(1, "web_search", Need.APPROVAL);
    private static final PendingAction CALLERS = gated(2, "ask", Need.APPROVAL_AND_RESULT);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String EDITS = "{\"n\":7}";

    private final Story story = new Story();

    @BeforeEach
    void twoCallsWait() {
        TurnRequest request =
                Story.request(Approvals.FLAGGED, LooseCalls.PAUSE, needsApproval(SEARCH), needsApproval(ASK));
        story.submit(new TurnRequest(
                request.input(),
                request.model(),
                null,
                request.tools(),
                request.toolChoice(),
                request.sampling(),
                request.approvals(),
                request.looseCalls(),
                new Patience(Duration.ofMinutes(10), HOUR, Doubts.ASK_A_PERSON)));
        story.answers("Look.", call(1, "web_search"), call(2, "ask"));
    }

    @Test
    void anotherArgumentThanTheOneThatWasShownIsRefused() {
        ToolCall other = call(1, "web_search").with("{\"n\":2}");

        assertThat(story.refusal(decide(SERVERS, CallDigest.of(other), allow())))
                .isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(story.refusal(decide(SERVERS, CallDigest.of(other), new Verdict.Reject(null))))
                .isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(story.refusal(new TurnCommand.Approve(OWNER, PERSON, id(1), List.of(), CallDigest.of(other))))
                .isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(story.turn().pending()).containsExactly(SERVERS, CALLERS);
    }

    @Test
    void theToolRunsWithTheEditsAndTheModelIsToldOfThem() {
        story.when(decide(CALLERS, new Verdict.Allow(null, new Verdict.Output("two", false))));
        assertThat(story.when(decide(SERVERS, new Verdict.Allow(EDITS, null))))
                .containsExactly(new TurnResumed(
                        id(1),
                        Resolution.APPROVED,
                        null,
                        false,
                        null,
                        PERSON,
                        new Ruling(new ApprovalId(id(1), 0), CallDigest.of(call(1, "web_search")), EDITS, false)));

        assertThat(story.next())
                .isInstanceOfSatisfying(
                        Next.RunTools.class,
                        run -> assertThat(run.approved().getFirst().call().arguments())
                                .isEqualTo(EDITS));
        story.when(new WorkerReport.Executing(id(1)));
        story.returns(1, "found");
        assertThat(Conversation.of(story.turn()))
                .contains(
                        new Message.Returned(
                                id(1).toString(),
                                "A person changed the arguments. It was called with: {\"n\":7}\nfound",
                                false),
                        new Message.Returned(id(2).toString(), "two", false));
    }

    @Test
    void theModelsOwnArgumentsAreNoEdits() {
        story.when(decide(SERVERS, new Verdict.Allow(SERVERS.call().arguments(), null)));

        assertThat(story.turn().find(id(1)).orElseThrow().edited()).isFalse();
        assertThat(approval(1).state()).isEqualTo(Approval.State.ALLOWED);
    }

    @Test
    void aFunctionOfTheCallersIsTheCallersToRunAndIsWaitedForFromThen() {
        story.when(decide(SERVERS, allow()));
        story.later(Duration.ofMinutes(50));
        assertThat(story.when(decide(CALLERS, new Verdict.Allow(EDITS, null))))
                .last()
                .isEqualTo(new TurnPaused(
                        PauseReason.RESULT_REQUIRED,
                        List.of(new PendingAction(call(2, "ask").with(EDITS), Need.RESULT))));
        assertThat(story.living().dueAt()).isEqualTo(story.now.plus(Duration.ofMinutes(10)));

        story.later(Duration.ofMinutes(9));
        assertThat(settle()).isEmpty();
        assertThat(story.when(submitResults(result(2, "two")))).hasSize(1);
        assertThat(story.turn().running()).isTrue();
    }

    @Test
    void whatNobodyDecidedOnIsNotRunAndTheTurnGoesOn() {
        story.when(decide(CALLERS, new Verdict.Allow(null, new Verdict.Output("two", false))));
        story.later(HOUR.minusMillis(1));
        assertThat(settle()).isEmpty();
        story.later(Duration.ofMillis(1));

        assertThat(settle()).containsExactly(new ApprovalExpired(id(1), new ApprovalId(id(1), 0), HOUR));
        assertThat(story.next()).isEqualTo(new Next.CallModel());
        assertThat(Conversation.of(story.turn()))
                .contains(new Message.Returned(
                        id(1).toString(), "Nobody decided within 3600 seconds; it was not run.", true));
        assertThat(approval(1).state()).isEqualTo(Approval.State.EXPIRED);
        assertThat(closing(1).by()).isNull();
    }

    @Test
    void aDecisionThatComesTooLateIsNone() {
        story.later(HOUR);

        assertThat(story.when(decide(SERVERS, allow())))
                .containsExactly(
                        new ApprovalExpired(id(1), new ApprovalId(id(1), 0), HOUR),
                        new ApprovalExpired(id(2), new ApprovalId(id(2), 0), HOUR));
    }

    @Test
    void theFirstDecisionStandsAndLaterOnesChangeNothing() {
        story.when(decide(SERVERS, allow()));

        assertThat(story.when(decide(SERVERS, new Verdict.Reject("no")))).isEmpty();
        assertThat(approval(1).isAs(allow(), PERSON)).isTrue();
        assertThat(approval(1).isAs(allow(), new Decider(PERSON.key(), "ada", "bob@example.com")))
                .isFalse();
        assertThat(approval(1).isAs(new Verdict.Allow(EDITS, null), PERSON)).isFalse();
        assertThat(approval(1).isAs(new Verdict.Reject(null), PERSON)).isFalse();
        assertThat(approval(2).isAs(allow(), PERSON)).isFalse();
    }

    @Test
    void aRejectionEndsTheTurnAndWithdrawsWhatElseWaits() {
        assertThat(story.when(decide(SERVERS, new Verdict.Reject("too dear"))))
                .startsWith(resumed(SERVERS, Resolution.REJECTED, null, "too dear"))
                .hasSize(2);

        assertThat(approval(1).state()).isEqualTo(Approval.State.REJECTED);
        assertThat(closing(1).by()).isEqualTo(PERSON);
        assertThat(approval(2).state()).isEqualTo(Approval.State.WITHDRAWN);
        assertThat(closing(2).by()).isNull();
        assertThat(closing(2).reason()).isEqualTo("The rejection of " + id(1) + " ended the turn.");
        assertThat(story.when(decide(CALLERS, allow()))).isEmpty();
    }

    @Test
    void aCancelledTurnWithdrawsWhatWaits() {
        story.when(new SessionCommand.Delete(OWNER));

        assertThat(List.of(approval(1), approval(2))).allSatisfy(approval -> {
            assertThat(approval.state()).isEqualTo(Approval.State.WITHDRAWN);
            assertThat(Objects.requireNonNull(approval.closing()).reason()).isEqualTo("session deleted");
        });
    }

    @Test
    void aCallThatIsInDoubtAfterItsApprovalIsASecondApprovalOfWhatWasRun() {
        story.when(decide(CALLERS, new Verdict.Allow(null, new Verdict.Output("two", false))));
        story.when(decide(SERVERS, new Verdict.Allow(EDITS, null)));
        story.when(new WorkerReport.Executing(id(1)));
        PendingAction doubt =
                new PendingAction(call(1, "web_search").with(EDITS), Need.DOUBT_SETTLED, new ApprovalId(id(1), 1));

        assertThat(story.when(new WorkerReport.InDoubt(List.of(id(1)))))
                .last()
                .isEqualTo(new TurnPaused(PauseReason.EFFECT_IN_DOUBT, List.of(doubt)));
        assertThat(story.when(decide(SERVERS, allow()))).isEmpty();
        assertThat(story.when(decide(doubt, allow()))).hasSize(1);
        assertThat(fold()).hasSize(3);
        assertThat(fold().getLast().state()).isEqualTo(Approval.State.ALLOWED);
    }

    private List<Event> settle() {
        return story.when(new SessionCommand.Settle(story.now));
    }

    private Approval approval(int call) {
        return fold().stream()
                .filter(approval -> approval.id().equals(new ApprovalId(id(call), 0)))
                .findFirst()
                .orElseThrow();
    }

    private Approval.Closing closing(int call) {
        return Objects.requireNonNull(approval(call).closing());
    }

    private List<Approval> fold() {
        ApprovalFold fold = new ApprovalFold();
        story.log.forEach(fold::add);
        return fold.approvals();
    }

    private static Verdict allow() {
        return new Verdict.Allow(null, null);
    }

    private TurnCommand decide(PendingAction shown, Verdict verdict) {
        return decide(shown, CallDigest.of(shown.call()), verdict);
    }

    private TurnCommand decide(PendingAction shown, CallDigest digest, Verdict verdict) {
        return new TurnCommand.Decide(
                OWNER, PERSON, Objects.requireNonNull(shown.approval()), digest, verdict, story.now);
    }
}
