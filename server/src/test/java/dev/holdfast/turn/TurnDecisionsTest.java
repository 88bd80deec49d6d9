package dev.holdfast.turn;

import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;
import static dev.holdfast.testing.TurnWords.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.error.Reason;
import dev.holdfast.testing.Gate;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.ActionNeed;
import dev.holdfast.v1.ActionResolution;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.ApprovalPolicy;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.FunctionCallPolicy;
import dev.holdfast.v1.PauseReason;
import dev.holdfast.v1.PendingAction;
import dev.holdfast.v1.RejectActionRequest;
import dev.holdfast.v1.SessionStatus;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.Tool;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Approve, reject, results, cancel. */
final class TurnDecisionsTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");
    private static final ScriptedTool PYTHON = new ScriptedTool("code_interpreter");
    private static final Tool WEB = TurnWords.builtIn(BuiltInTool.BUILT_IN_TOOL_WEB_SEARCH);
    private static final Tool CODE = TurnWords.builtIn(BuiltInTool.BUILT_IN_TOOL_CODE_INTERPRETER);

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH, PYTHON);

    private final TurnCaller caller = TurnCaller.of(SERVER, "decisions");
    private final String session = caller.session();

    @Test
    void anApprovedToolOfTheServersReallyRuns() {
        Event paused = caller.paused(session, turn("/call web_search {\"q\":1}", gated(WEB)));
        PendingAction action = paused.getTurnPaused().getActions(0);
        assertThat(paused.getTurnPaused().getReason()).isEqualTo(PauseReason.PAUSE_REASON_APPROVAL_REQUIRED);
        assertThat(action.getNeed()).isEqualTo(ActionNeed.ACTION_NEED_APPROVAL);
        assertThat(SEARCH.runs(session)).isEmpty();
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_PAUSED);
        assertThat(caller.read(session).getPendingActionsList()).containsExactly(action);

        var resumed = caller.turns().approveAction(approval(action).build());

        assertThat(resumed.getTurnNumber()).isEqualTo(1);
        List<Event> rest = caller.until(session, resumed.getFirstSequence() - 1, PayloadCase.TURN_COMPLETED);
        assertThat(kinds(rest))
                .startsWith(PayloadCase.TURN_RESUMED, PayloadCase.TOOL_CALL_EXECUTING, PayloadCase.TOOL_CALL_COMPLETED);
        assertThat(rest.getFirst().getTurnResumed().getResolution())
                .isEqualTo(ActionResolution.ACTION_RESOLUTION_APPROVED);
        assertThat(SEARCH.runs(session)).containsExactly("{\"q\":1}");
        assertThat(rest.getLast().getTurnCompleted().getText()).endsWith("web_search answered: ran {\"q\":1}");
        assertThat(caller.read(session).getTurnCount()).isEqualTo(1);
        assertThat(caller.read(session).getPendingActionsList()).isEmpty();
    }

    @Test
    void anApprovalWithAResultTakesItAndRunsNothing() {
        PendingAction action = pause("/call web_search", gated(WEB)).getFirst();

        approve(approval(action).addResults(result(action, "by hand")));

        assertThat(SEARCH.runs(session)).isEmpty();
        assertThat(end().getTurnCompleted().getText()).endsWith("web_search answered: by hand");
    }

    @Test
    void aCallersFunctionIsApprovedWithOrWithoutItsResult() {
        PendingAction action = pause("/call pay {}\n/then\n/call pay {}", gated(function("pay")))
                .getFirst();
        assertThat(action.getNeed()).isEqualTo(ActionNeed.ACTION_NEED_APPROVAL_AND_RESULT);
        var resumed = approve(approval(action).addResults(result(action, "paid")));

        PendingAction second = caller.until(session, resumed, PayloadCase.TURN_PAUSED)
                .getLast()
                .getTurnPaused()
                .getActions(0);
        approve(approval(second));

        assertThat(end().getTurnCompleted().getText())
                .contains("pay answered: paid", "pay answered: {\"approved\":true,\"output\":null}");
    }

    @Test
    void approvingOneOfTwoGatedCallsNeverRunsTheOther() {
        List<PendingAction> both = pause("/call web_search\n/call code_interpreter", gated(WEB), gated(CODE));

        long resumed = approve(approval(both.get(1)));

        List<Event> shown = caller.until(session, resumed - 1, PayloadCase.TURN_PAUSED);
        assertThat(kinds(shown)).containsExactly(PayloadCase.TURN_RESUMED, PayloadCase.TURN_PAUSED);
        assertThat(shown.getLast().getTurnPaused().getActionsList()).containsExactly(both.get(0));
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_PAUSED);
        caller.turns().rejectAction(rejection(both.get(0)).build());

        assertThat(end().getTurnCompleted().getRejectedActionId())
                .isEqualTo(both.get(0).getCall().getCallId());
        assertThat(SEARCH.runs(session)).isEmpty();
        assertThat(PYTHON.runs(session)).isEmpty();
    }

    @Test
    void aRejectionEndsTheTurnAndTheNextTurnsModelIsTold() {
        PendingAction action = pause("/call web_search", gated(WEB)).getFirst();

        var ended = caller.turns()
                .rejectAction(rejection(action).setReason("too dear").build());

        List<Event> log = caller.log(session);
        assertThat(kinds(log)).endsWith(PayloadCase.TURN_RESUMED, PayloadCase.TURN_COMPLETED);
        assertThat(log.get(log.size() - 2).getSequence()).isEqualTo(ended.getFirstSequence());
        assertThat(log.get(log.size() - 2).getTurnResumed().getReason()).isEqualTo("too dear");
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);
        List<Event> next = caller.run(session, turn("so what"));
        assertThat(next.getLast().getTurnCompleted().getText())
                .startsWith("web_search did not succeed:")
                .contains("too dear");
        assertThat(SEARCH.runs(session)).isEmpty();
    }

    @Test
    void resultsOfCallsThatNobodyHasToApproveLetTheTurnGoOn() {
        List<PendingAction> both = pause("/call a\n/call b", function("a"), function("b"));
        assertThat(both).extracting(PendingAction::getNeed).containsOnly(ActionNeed.ACTION_NEED_RESULT);

        caller.turns().submitResults(results(result(both.get(0), "first")).build());
        assertThat(caller.read(session).getPendingActionsList()).containsExactly(both.get(1));
        caller.turns().submitResults(results(result(both.get(1), "second")).build());

        assertThat(end().getTurnCompleted().getText()).endsWith("a answered: first\nb answered: second");
    }

    @Test
    void aTurnMayEndWithItsFunctionCalls() {
        List<Event> seen = caller.run(
                session,
                turn("/call a {\"x\":1}", function("a"))
                        .setFunctionCallPolicy(FunctionCallPolicy.FUNCTION_CALL_POLICY_END_TURN));

        assertThat(seen.getLast().getTurnCompleted().getOpenCalls(0).getArguments())
                .isEqualTo("{\"x\":1}");
    }

    @Test
    void approvalsCanBeForAllToolsOrForNone() {
        caller.paused(
                session,
                turn("/call web_search", WEB).setApprovalPolicy(ApprovalPolicy.APPROVAL_POLICY_FLAGGED_OR_ALL));
        caller.turns().cancelTurn(cancel());
        List<Event> seen = caller.run(
                session, turn("/call web_search", gated(WEB)).setApprovalPolicy(ApprovalPolicy.APPROVAL_POLICY_NONE));

        assertThat(kinds(seen)).contains(PayloadCase.TOOL_CALL_COMPLETED).doesNotContain(PayloadCase.TURN_PAUSED);
    }

    @Test
    void whatCannotBeDecidedIsRefusedWithItsReason() {
        String unknown = "tc_01jd0000000000000000000000";
        assertThat(refusal(approvalOf(unknown))).isEqualTo(Reason.SESSION_NOT_PAUSED);
        assertThat(refused(() -> caller.turns().cancelTurn(cancel()))).isEqualTo(Reason.NO_RUNNING_TURN);
        List<PendingAction> actions =
                pause("/call pay\n/call look\n/call web_search", gated(function("pay")), function("look"), WEB);
        PendingAction pay = actions.get(0);
        PendingAction look = actions.get(1);
        assertThat(actions).hasSize(2);
        assertThat(SEARCH.runs(session)).hasSize(1);

        assertThat(refusal(approvalOf(unknown))).isEqualTo(Reason.ACTION_NOT_OPEN);
        assertThat(refusal(approvalOf("tc_?"))).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refusal(approval(look))).isEqualTo(Reason.ACTION_RESULT_MISSING);
        assertThat(refusal(approval(pay).addResults(ActionResult.newBuilder().setActionId(unknown))))
                .isEqualTo(Reason.ACTION_RESULT_INVALID);
        assertThat(refusal(approval(pay).addResults(result(look, "1")).addResults(result(look, "2"))))
                .isEqualTo(Reason.ACTION_RESULT_INVALID);
        assertThat(refusal(approval(pay).addAllResults(java.util.Collections.nCopies(101, result(look, "")))))
                .isEqualTo(Reason.RESULTS_INVALID);
        assertThat(refusal(approval(pay).addResults(result(pay, "x".repeat(1024 * 1024 + 1)))))
                .isEqualTo(Reason.RESULTS_INVALID);
        assertThat(refused(() ->
                        caller.turns().submitResults(results(result(pay, "x")).build())))
                .isEqualTo(Reason.APPROVAL_REQUIRED);
        assertThat(refused(() -> caller.turns()
                        .submitResults(SubmitResultsRequest.newBuilder()
                                .setSessionId(session)
                                .build())))
                .isEqualTo(Reason.RESULTS_INVALID);
        assertThat(refused(() -> caller.turns()
                        .rejectAction(
                                rejection(pay).setReason("x".repeat(2_001)).build())))
                .isEqualTo(Reason.FIELD_INVALID);
        Refusal turn = Refusal.of(() -> caller.submit(session, turn("x")));
        assertThat(turn.reason()).isEqualTo(Reason.SESSION_NOT_ACTIVE);
        assertThat(turn.metadata()).containsEntry("status", "paused");

        // Nothing of all that has happened.
        assertThat(caller.read(session).getPendingActionsList()).isEqualTo(actions);
        approve(approval(pay).addResults(result(pay, "x".repeat(1024 * 1024))).addResults(result(look, "seen")));
        assertThat(end().getTurnCompleted().getText()).contains("look answered: seen");
    }

    @Test
    void onlyWhoMayApproveDecides() {
        PendingAction action = pause("/call web_search", gated(WEB)).getFirst();
        TurnCaller writer =
                new TurnCaller(SERVER, SERVER.key("decisions", KeyStyle.NATIVE, EnumSet.of(Grant.READ, Grant.WRITE)));
        TurnCaller approver =
                new TurnCaller(SERVER, SERVER.key("decisions", KeyStyle.NATIVE, EnumSet.of(Grant.APPROVE)));

        Refusal refusal =
                Refusal.of(() -> writer.turns().approveAction(approval(action).build()));
        assertThat(refusal.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(refusal.metadata()).containsEntry("grant", "approve");
        assertThat(refused(() -> writer.turns().rejectAction(rejection(action).build())))
                .isEqualTo(Reason.GRANT_MISSING);
        assertThat(refused(() -> approver.submit(session, turn("x")))).isEqualTo(Reason.GRANT_MISSING);
        assertThat(approver.turns().approveAction(approval(action).build()).getTurnNumber())
                .isEqualTo(1);
    }

    @Test
    void ofTwentyApprovalsAtOnceOneCounts() {
        PendingAction action = pause("/call web_search", gated(WEB)).getFirst();

        List<Boolean> won = TurnWords.atOnce(20, () -> decided(() -> approve(approval(action))));

        assertThat(won).filteredOn(decided -> decided).hasSize(1);
        end();
        assertThat(kinds(caller.log(session))).containsOnlyOnce(PayloadCase.TURN_RESUMED);
        assertThat(SEARCH.runs(session)).hasSize(1);
    }

    @Test
    void ofApprovalAndRejectionAtOnceOneCounts() {
        for (int round = 0; round < 5; round++) {
            PendingAction action = pause("/call web_search", gated(WEB)).getFirst();
            int before = SEARCH.runs(session).size();
            List<Callable<Boolean>> race = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                race.add(() -> decided(() -> approve(approval(action))));
                race.add(() -> decided(
                        () -> caller.turns().rejectAction(rejection(action).build())));
            }

            assertThat(TurnWords.atOnce(race)).filteredOn(decided -> decided).hasSize(1);

            boolean rejected = end().getTurnCompleted().hasRejectedActionId();
            assertThat(SEARCH.runs(session)).hasSize(rejected ? before : before + 1);
        }
    }

    @Test
    void aTurnIsCancelledInItsModelCall() {
        ScriptedModel.Held held = MODEL.hold();
        caller.submit(session, turn(held.line() + "/words 2"));
        held.gate().awaitReached();

        assertThat(caller.turns().cancelTurn(cancel()).getTurnNumber()).isEqualTo(1);

        held.gate().awaitInterrupted();
        assertCancelled();
    }

    @Test
    void aTurnIsCancelledInATool() {
        Gate gate = SEARCH.hold(session);
        caller.submit(session, turn("/call web_search", WEB));
        gate.awaitReached();

        caller.turns().cancelTurn(cancel());

        gate.awaitInterrupted();
        assertCancelled();
    }

    @Test
    void aTurnIsCancelledWhileItWaits() {
        PendingAction action = pause("/call web_search", gated(WEB)).getFirst();

        caller.turns().cancelTurn(cancel());

        assertCancelled();
        assertThat(refusal(approval(action))).isEqualTo(Reason.SESSION_NOT_PAUSED);
        assertThat(SEARCH.runs(session)).isEmpty();
    }

    private void assertCancelled() {
        assertThat(caller.log(session).getLast().getTurnCancelled().getReason()).isEqualTo("cancelled");
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);
        assertThat(caller.read(session).getBusy()).isFalse();
        assertThat(caller.run(session, turn("/words 1")).getLast().hasTurnCompleted())
                .isTrue();
        assertThat(kinds(caller.log(session))).containsOnlyOnce(PayloadCase.TURN_CANCELLED);
    }

    private List<PendingAction> pause(String input, Tool... tools) {
        return caller.paused(session, turn(input, tools)).getTurnPaused().getActionsList();
    }

    /** The last turn's end, once it is there. */
    private Event end() {
        int turn = caller.read(session).getTurnCount();
        return caller.watch(dev.holdfast.v1.WatchSessionRequest.newBuilder()
                        .setSessionId(session)
                        .setTurnNumber(turn))
                .getLast();
    }

    private long approve(ApproveActionRequest.Builder request) {
        return caller.turns().approveAction(request.build()).getFirstSequence();
    }

    private Reason refusal(ApproveActionRequest.Builder request) {
        return refused(() -> approve(request));
    }

    private static Reason refused(Runnable call) {
        return Refusal.of(call).reason();
    }

    private static boolean decided(Runnable decision) {
        try {
            decision.run();
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(Refusal.of(e).reason()).isIn(Reason.SESSION_NOT_PAUSED, Reason.ACTION_NOT_OPEN);
            return false;
        }
    }

    private ApproveActionRequest.Builder approval(PendingAction action) {
        return approvalOf(action.getCall().getCallId());
    }

    private ApproveActionRequest.Builder approvalOf(String action) {
        return ApproveActionRequest.newBuilder().setSessionId(session).setActionId(action);
    }

    private RejectActionRequest.Builder rejection(PendingAction action) {
        return RejectActionRequest.newBuilder()
                .setSessionId(session)
                .setActionId(action.getCall().getCallId());
    }

    private SubmitResultsRequest.Builder results(ActionResult result) {
        return SubmitResultsRequest.newBuilder().setSessionId(session).addResults(result);
    }

    private static ActionResult result(PendingAction action, String output) {
        return ActionResult.newBuilder()
                .setActionId(action.getCall().getCallId())
                .setOutput(output)
                .build();
    }

    private CancelTurnRequest cancel() {
        return CancelTurnRequest.newBuilder().setSessionId(session).build();
    }
}
