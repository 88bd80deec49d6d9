package dev.holdfast.approval;

import static dev.holdfast.approval.Approver.allowing;
import static dev.holdfast.approval.Approver.rejecting;
import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.log.LogVerifier.Finding;
import dev.holdfast.name.ActionId;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.ActionNeed;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.Approval;
import dev.holdfast.v1.ApprovalResult;
import dev.holdfast.v1.ApprovalState;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.ListApprovalsRequest;
import dev.holdfast.v1.PendingAction;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.Tool;
import dev.holdfast.v1.TurnResumed;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody who may only approve sees and does, over gRPC. */
final class ApprovalServiceTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");
    private static final Tool WEB = gated(TurnWords.builtIn(BuiltInTool.BUILT_IN_TOOL_WEB_SEARCH));

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final String tenant = "tenant-" + UUID.randomUUID();
    private final TurnCaller caller = TurnCaller.of(SERVER, tenant);
    private final Approver approver = Approver.of(SERVER, tenant);
    private final String session = caller.session();

    @AfterAll
    static void rowsFollowFromTheLog() {
        List<Finding> findings = new ArrayList<>();
        Holdfast.verifier(SERVER.database()).verify(findings::add);
        assertThat(findings).isEmpty();
    }

    @Test
    void anApprovalShowsTheCallAndIsAllowedAsItWasShown() {
        Event paused = caller.paused(session, turn("/call web_search {\"q\": 1}", WEB));
        PendingAction action = paused.getTurnPaused().getActions(0);
        Approval shown = one();

        assertThat(shown.getApprovalId()).isEqualTo(action.getApprovalId()).startsWith("apr_");
        assertThat(shown.getSessionId()).isEqualTo(session);
        assertThat(shown.getTurnNumber()).isEqualTo(1);
        assertThat(shown.getCall()).isEqualTo(action.getCall());
        assertThat(shown.getNeed()).isEqualTo(ActionNeed.ACTION_NEED_APPROVAL);
        assertThat(shown.getDigest()).isEqualTo(action.getDigest()).isEqualTo(digest("web_search", "{\"q\": 1}"));
        assertThat(shown.getCreateTime()).isEqualTo(paused.getCreateTime());
        assertThat(shown.hasExpireTime()).isFalse();
        assertThat(shown.hasResolution()).isFalse();
        assertThat(caller.read(session).getPendingActionsList()).containsExactly(action);

        Approval allowed = approver.allow(allowing(shown).setOnBehalfOf("ada@example.com"));

        assertThat(allowed.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_ALLOWED);
        assertThat(allowed.getResolution().getKeyName()).isEqualTo("test");
        assertThat(allowed.getResolution().getKeyId()).startsWith("key_");
        assertThat(allowed.getResolution().getOnBehalfOf()).isEqualTo("ada@example.com");
        assertThat(approver.get(shown.getApprovalId())).isEqualTo(allowed);
        assertThat(approver.pending(session)).isEmpty();
        assertThat(end()).isEqualTo(PayloadCase.TURN_COMPLETED);
        assertThat(SEARCH.runs(session)).containsExactly("{\"q\": 1}");
        TurnResumed resumed = resumed();
        assertThat(resumed.getApprovalId()).isEqualTo(shown.getApprovalId());
        assertThat(resumed.getDigest()).isEqualTo(shown.getDigest());
        assertThat(resumed.getKeyId()).isEqualTo(allowed.getResolution().getKeyId());
        assertThat(resumed.getOnBehalfOf()).isEqualTo("ada@example.com");
        assertThat(resumed.hasEditedArguments()).isFalse();
    }

    @Test
    void oneByteOtherThanWhatWasShownIsRefused() {
        caller.paused(session, turn("/call web_search {\"to\":\"ada\"}", WEB));
        Approval shown = one();
        String other = digest("web_search", "{\"to\":\"adb\"}");

        Refusal refused = Refusal.of(() -> approver.allow(allowing(shown).setDigest(other)));
        assertThat(refused.reason()).isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused.sentence()).contains("not those that were shown", "Read the approval again");
        assertThat(Refusal.of(() -> approver.reject(rejecting(shown).setDigest(other)))
                        .reason())
                .isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(Refusal.of(() -> approver.allow(allowing(shown).setDigest("")))
                        .reason())
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(Refusal.of(() -> approve(shown, other)).reason()).isEqualTo(Reason.DIGEST_MISMATCH);
        assertThat(SEARCH.runs(session)).isEmpty();

        approve(shown, shown.getDigest());
        assertThat(end()).isEqualTo(PayloadCase.TURN_COMPLETED);
        assertThat(approver.get(shown.getApprovalId()).getState()).isEqualTo(ApprovalState.APPROVAL_STATE_ALLOWED);
    }

    @Test
    void theToolRunsWithTheApproversArgumentsAndTheLogKeepsBoth() {
        caller.paused(session, turn("/call web_search {\"q\":\"mine\"}", WEB));
        Approval allowed = approver.allow(allowing(one()).setEditedArguments("{ \"q\": \"yours\" }"));

        assertThat(allowed.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_ALLOWED_WITH_EDITS);
        assertThat(allowed.getResolution().getEditedArguments()).isEqualTo("{ \"q\": \"yours\" }");
        assertThat(allowed.getCall().getArguments()).isEqualTo("{\"q\":\"mine\"}");
        assertThat(end()).isEqualTo(PayloadCase.TURN_COMPLETED);
        assertThat(SEARCH.runs(session)).containsExactly("{ \"q\": \"yours\" }");
        assertThat(caller.log(session).getLast().getTurnCompleted().getText())
                .contains("A person changed the arguments. It was called with: { \"q\": \"yours\" }");
        assertThat(resumed().getEditedArguments()).isEqualTo("{ \"q\": \"yours\" }");
        assertThat(resumed().getDigest()).isEqualTo(digest("web_search", "{\"q\":\"mine\"}"));
    }

    @Test
    void editsMustBeAnObject() {
        caller.paused(session, turn("/call web_search", WEB));
        for (String wrong : List.of("", "[]", "1", "{", "{}{}", "null", "{\"a\":" + "[".repeat(100) + "}")) {
            assertThat(Refusal.of(() -> approver.allow(allowing(one()).setEditedArguments(wrong)))
                            .metadata())
                    .as(wrong)
                    .containsEntry("field", "edited_arguments");
        }
        assertThat(Refusal.of(() -> approver.allow(allowing(one()).setOnBehalfOf(" ")))
                        .reason())
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(Refusal.of(() -> approver.reject(rejecting(one()).setReason("x".repeat(2_001))))
                        .reason())
                .isEqualTo(Reason.FIELD_INVALID);
    }

    @Test
    void aFunctionOfTheCallersIsToldToItsCallerAsItWasEdited() {
        caller.paused(session, turn("/call pay {\"sum\":100}", gated(function("pay"))));
        approver.allow(allowing(one()).setEditedArguments("{\"sum\":10}"));

        PendingAction asked = caller.read(session).getPendingActions(0);
        assertThat(asked.getNeed()).isEqualTo(ActionNeed.ACTION_NEED_RESULT);
        assertThat(asked.getCall().getArguments()).isEqualTo("{\"sum\":10}");
        assertThat(asked.getApprovalId()).isEmpty();
        caller.turns()
                .submitResults(SubmitResultsRequest.newBuilder()
                        .setSessionId(session)
                        .addResults(ActionResult.newBuilder()
                                .setActionId(asked.getCall().getCallId())
                                .setOutput("paid"))
                        .build());

        assertThat(end()).isEqualTo(PayloadCase.TURN_COMPLETED);
        assertThat(caller.log(session).getLast().getTurnCompleted().getText())
                .contains("It was called with: {\"sum\":10}", "paid");
    }

    @Test
    void aResultMayComeWithTheDecision() {
        caller.paused(session, turn("/call pay {\"sum\":100}", gated(function("pay"))));
        var result = ApprovalResult.newBuilder().setOutput("paid by hand").setFailed(true);

        assertThat(approver.allow(allowing(one()).setResult(result))
                        .getResolution()
                        .getResult())
                .isEqualTo(result.build());
        assertThat(end()).isEqualTo(PayloadCase.TURN_COMPLETED);
    }

    @Test
    void theFirstDecisionCountsAndARepeatOfItIsAnsweredLikeIt() {
        caller.paused(session, turn("/call web_search", WEB));
        Approval shown = one();
        Approval first = approver.allow(allowing(shown));

        assertThat(approver.allow(allowing(shown))).isEqualTo(first);
        end();
        assertThat(approver.allow(allowing(shown))).isEqualTo(first);
        Approver other = Approver.of(SERVER, tenant);
        for (Runnable later : List.<Runnable>of(
                () -> other.allow(allowing(shown)),
                () -> approver.reject(rejecting(shown)),
                () -> approver.allow(allowing(shown).setEditedArguments("{\"q\":2}")),
                () -> approver.allow(allowing(shown).setOnBehalfOf("bob")))) {
            Refusal refused = Refusal.of(later);
            assertThat(refused.reason()).isEqualTo(Reason.APPROVAL_CLOSED);
            assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
            assertThat(refused.metadata())
                    .containsEntry("state", "allowed")
                    .containsEntry("key_id", first.getResolution().getKeyId())
                    .containsKey("resolve_time");
            assertThat(refused.sentence()).contains("allowed by key_", "(test)", "The first decision counts");
        }
        assertThat(SEARCH.runs(session)).hasSize(1);
    }

    @Test
    void aRejectionSaysWhyAndWithdrawsWhatElseWaits() {
        caller.paused(session, turn("/call web_search {\"n\":1}\n/call web_search {\"n\":2}", WEB));
        List<Approval> both = approver.pending(session);
        assertThat(both).hasSize(2);

        Approval rejected = approver.reject(rejecting(both.getFirst()).setReason("too dear"));

        assertThat(rejected.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_REJECTED);
        assertThat(rejected.getResolution().getReason()).isEqualTo("too dear");
        assertThat(approver.reject(rejecting(both.getFirst()).setReason("too dear")))
                .isEqualTo(rejected);
        Approval withdrawn = approver.get(both.getLast().getApprovalId());
        assertThat(withdrawn.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_WITHDRAWN);
        assertThat(withdrawn.getResolution().getKeyId()).isEmpty();
        assertThat(withdrawn.getResolution().getReason())
                .contains(both.getFirst().getCall().getCallId());
        assertThat(Refusal.of(() -> approver.allow(allowing(both.getLast()))).metadata())
                .containsEntry("state", "withdrawn");
        assertThat(caller.read(session).getBusy()).isFalse();
    }

    @Test
    void aCancelledTurnWithdrawsAndADeletedSessionTakesItsApprovalsAlong() {
        caller.paused(session, turn("/call web_search", WEB));
        Approval shown = one();
        caller.turns()
                .cancelTurn(CancelTurnRequest.newBuilder().setSessionId(session).build());
        Approval withdrawn = approver.get(shown.getApprovalId());
        assertThat(withdrawn.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_WITHDRAWN);
        assertThat(withdrawn.getResolution().getReason()).isEqualTo("cancelled");

        caller.paused(session, turn("/call web_search", WEB));
        Approval second = one();
        caller.sessions()
                .deleteSession(
                        DeleteSessionRequest.newBuilder().setSessionId(session).build());

        for (Approval gone : List.of(shown, second)) {
            assertThat(Refusal.of(() -> approver.get(gone.getApprovalId())).reason())
                    .isEqualTo(Reason.APPROVAL_NOT_FOUND);
            assertThat(Refusal.of(() -> approver.allow(allowing(gone))).code()).isEqualTo(Code.NOT_FOUND);
        }
        assertThat(approver.approvals()
                        .listApprovals(ListApprovalsRequest.getDefaultInstance())
                        .getApprovalsList())
                .isEmpty();
    }

    @Test
    void aTenantListsItsOwnNewestFirstPageByPage() {
        List<String> made = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            String paused = caller.session();
            caller.paused(paused, turn("/call web_search {\"n\":" + number + "}", WEB));
            made.addFirst(approver.pending(paused).getFirst().getApprovalId());
            SERVER.clock.advance(Duration.ofSeconds(1));
        }
        approver.reject(rejecting(approver.get(made.get(2))));
        List<String> listed = new ArrayList<>();
        String token = "";
        do {
            var page = approver.approvals()
                    .listApprovals(ListApprovalsRequest.newBuilder()
                            .setPageSize(2)
                            .setPageToken(token)
                            .build());
            page.getApprovalsList().forEach(approval -> listed.add(approval.getApprovalId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(listed).containsExactlyElementsOf(made);
        String other = approver.approvals()
                .listApprovals(ListApprovalsRequest.newBuilder().setPageSize(2).build())
                .getNextPageToken();
        assertThat(Refusal.of(() -> approver.approvals()
                                .listApprovals(ListApprovalsRequest.newBuilder()
                                        .setOfSessionId(session)
                                        .setPageToken(other)
                                        .build()))
                        .reason())
                .isEqualTo(Reason.PAGE_TOKEN_INVALID);
        assertThat(approver.approvals()
                        .listApprovals(ListApprovalsRequest.newBuilder()
                                .setState(ApprovalState.APPROVAL_STATE_REJECTED)
                                .build())
                        .getApprovalsList())
                .extracting(Approval::getApprovalId)
                .containsExactly(made.get(2));
        Approver stranger = Approver.of(SERVER, "stranger-" + UUID.randomUUID());
        assertThat(stranger.approvals()
                        .listApprovals(ListApprovalsRequest.getDefaultInstance())
                        .getApprovalsList())
                .isEmpty();
        assertThat(Refusal.of(() -> stranger.get(made.getFirst())).reason()).isEqualTo(Reason.APPROVAL_NOT_FOUND);
        assertThat(Refusal.of(() -> stranger.pending(session)).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    }

    private Approval one() {
        return assertThat(approver.pending(session)).singleElement().actual();
    }

    private void approve(Approval shown, String digest) {
        caller.turns()
                .approveAction(ApproveActionRequest.newBuilder()
                        .setSessionId(session)
                        .setActionId(shown.getCall().getCallId())
                        .setDigest(digest)
                        .build());
    }

    private PayloadCase end() {
        return caller.until(session, -1, PayloadCase.TURN_COMPLETED).getLast().getPayloadCase();
    }

    private TurnResumed resumed() {
        return caller.log(session).stream()
                .filter(Event::hasTurnResumed)
                .findFirst()
                .orElseThrow()
                .getTurnResumed();
    }

    private static String digest(String tool, String arguments) {
        return CallDigest.of(new dev.holdfast.event.ToolCall(new ActionId(new UUID(0, 0)), tool, arguments))
                .hex();
    }
}
