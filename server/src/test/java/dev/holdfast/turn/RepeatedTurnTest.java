package dev.holdfast.turn;

import static dev.holdfast.testing.TurnCaller.submission;
import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.gated;
import static dev.holdfast.testing.TurnWords.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.ApproveActionResponse;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.SubmitTurnRequest;
import dev.holdfast.v1.SubmitTurnResponse;
import dev.holdfast.v1.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an idempotency key makes of a repeated call. */
final class RepeatedTurnTest {

    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");
    private static final Tool WEB = gated(TurnWords.builtIn(BuiltInTool.BUILT_IN_TOOL_WEB_SEARCH));

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(new ScriptedModel(), SEARCH);

    private final TurnCaller caller = TurnCaller.of(SERVER, "repeats");
    private final String session = caller.session();

    @Test
    void aRepeatedSubmitIsTheSameTurnWhetherItRunsOrHasEnded() {
        SubmitTurnRequest request =
                submission(session, turn("/words 2")).setIdempotencyKey("a").build();
        SubmitTurnResponse first = caller.turns().submitTurn(request);
        assertThat(caller.turns().submitTurn(request)).isEqualTo(first);
        caller.until(session, 0, PayloadCase.TURN_COMPLETED);
        caller.run(session, turn("another"));

        assertThat(caller.turns().submitTurn(request)).isEqualTo(first);
        assertThat(caller.read(session).getTurnCount()).isEqualTo(2);
    }

    @Test
    void aKeyIsForOneRequestOfOneSession() {
        caller.turns()
                .submitTurn(submission(session, turn("/words 2"))
                        .setIdempotencyKey("b")
                        .build());

        assertThat(reused(submission(session, turn("/words 3")))).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED);
        assertThat(reused(submission(caller.session(), turn("/words 2")))).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED);
        assertThat(Refusal.of(() -> caller.turns()
                                .submitTurn(submission(session, turn("x"))
                                        .setIdempotencyKey(" ")
                                        .build()))
                        .reason())
                .isEqualTo(Reason.FIELD_INVALID);
    }

    @Test
    void anotherKeyOfTheTenantHasItsOwnSpace() {
        TurnCaller colleague = TurnCaller.of(SERVER, "repeats");
        SubmitTurnRequest request =
                submission(session, turn("/words 1")).setIdempotencyKey("c").build();
        caller.turns().submitTurn(request);
        caller.until(session, 0, PayloadCase.TURN_COMPLETED);

        assertThat(colleague.turns().submitTurn(request).getTurnNumber()).isEqualTo(2);
    }

    @Test
    void simultaneousRepeatsAreOneTurn() {
        SubmitTurnRequest request =
                submission(session, turn("/words 2")).setIdempotencyKey("d").build();

        List<SubmitTurnResponse> answers =
                TurnWords.atOnce(12, () -> caller.turns().submitTurn(request));

        assertThat(answers).hasSize(12).containsOnly(answers.getFirst());
        assertThat(caller.read(session).getTurnCount()).isEqualTo(1);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        SubmitTurnRequest request =
                submission(session, turn("/words 1")).setIdempotencyKey("e").build();
        caller.turns().submitTurn(request);
        caller.until(session, 0, PayloadCase.TURN_COMPLETED);
        SERVER.clock.advance(Duration.ofHours(25));

        assertThat(caller.turns().submitTurn(request).getTurnNumber()).isEqualTo(2);
    }

    @Test
    void aRepeatedApprovalIsTheSameOne() {
        String action = pause("/call web_search", WEB);
        ApproveActionRequest request = ApproveActionRequest.newBuilder()
                .setSessionId(session)
                .setActionId(action)
                .setIdempotencyKey("f")
                .build();

        List<ApproveActionResponse> answers =
                TurnWords.atOnce(12, () -> caller.turns().approveAction(request));
        caller.until(session, 0, PayloadCase.TURN_COMPLETED);

        assertThat(answers).containsOnly(caller.turns().approveAction(request));
        assertThat(SEARCH.runs(session)).hasSize(1);
        assertThat(kinds(caller.log(session))).containsOnlyOnce(PayloadCase.TURN_RESUMED);
        ApproveActionRequest other = request.toBuilder()
                .addResults(ActionResult.newBuilder().setActionId(action))
                .build();
        assertThat(Refusal.of(() -> caller.turns().approveAction(other)).reason())
                .isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void repeatedResultsAreTakenOnce() {
        String action = pause("/call look", TurnWords.function("look"));
        SubmitResultsRequest request = SubmitResultsRequest.newBuilder()
                .setSessionId(session)
                .addResults(ActionResult.newBuilder().setActionId(action).setOutput("seen"))
                .setIdempotencyKey("g")
                .build();

        var first = caller.turns().submitResults(request);
        caller.until(session, 0, PayloadCase.TURN_COMPLETED);

        assertThat(caller.turns().submitResults(request)).isEqualTo(first);
    }

    private Reason reused(SubmitTurnRequest.Builder request) {
        return Refusal.of(() ->
                        caller.turns().submitTurn(request.setIdempotencyKey("b").build()))
                .reason();
    }

    private String pause(String input, Tool tool) {
        return caller.paused(session, turn(input, tool))
                .getTurnPaused()
                .getActions(0)
                .getCall()
                .getCallId();
    }
}
