package dev.holdfast.turn;

import static dev.holdfast.testing.TurnCaller.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.Content;
import dev.holdfast.v1.JsonSchemaFormat;
import dev.holdfast.v1.ListEventsRequest;
import dev.holdfast.v1.Message;
import dev.holdfast.v1.RejectActionRequest;
import dev.holdfast.v1.ResponseFormat;
import dev.holdfast.v1.Role;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.Sampling;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.ToolChoice;
import dev.holdfast.v1.ToolMode;
import dev.holdfast.v1.TurnRequest;
import dev.holdfast.v1.WatchSessionRequest;
import io.grpc.Status.Code;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a turn may be asked, and by whom. */
final class TurnLimitsTest {

    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(new ScriptedModel());

    private final TurnCaller caller = TurnCaller.of(SERVER, "limits");
    private final String session = caller.session();

    @Test
    void aTurnNeedsInput() {
        assertThat(refused(TurnRequest.newBuilder())).isEqualTo(Reason.INPUT_MISSING);
        assertThat(refused(turn(" \n"))).isEqualTo(Reason.INPUT_MISSING);
        assertThat(refused(turn("x").addInput(Message.getDefaultInstance()))).isEqualTo(Reason.INPUT_INVALID);
        assertThat(refused(turn("x")
                        .addInput(Message.newBuilder()
                                .setSaid(SaidMessage.newBuilder().setRole(Role.ROLE_USER)))))
                .isEqualTo(Reason.INPUT_INVALID);
        assertThat(refused(turn("x")
                        .addInput(Message.newBuilder()
                                .setSaid(SaidMessage.newBuilder()
                                        .addContent(Content.newBuilder().setText("nobody says this"))))))
                .isEqualTo(Reason.INPUT_INVALID);
        assertThat(caller.read(session).getTurnCount()).isZero();
    }

    @Test
    void inputIsBoundedInNumberAndSize() {
        assertThat(refused(TurnRequest.newBuilder().addAllInput(Collections.nCopies(2_001, TurnWords.user("x")))))
                .isEqualTo(Reason.INPUT_INVALID);
        assertThat(refused(turn("x".repeat(MIB + 1)))).isEqualTo(Reason.INPUT_INVALID);
        assertThat(refused(
                        TurnRequest.newBuilder().addAllInput(Collections.nCopies(9, TurnWords.user("x".repeat(MIB))))))
                .isEqualTo(Reason.INPUT_INVALID);
        assertThat(refused(turn("a\0b"))).isEqualTo(Reason.FIELD_INVALID);

        TurnRequest.Builder most = TurnRequest.newBuilder()
                .addAllInput(Collections.nCopies(1_992, TurnWords.user("")))
                .addAllInput(Collections.nCopies(8, TurnWords.user("x".repeat(MIB))));
        assertThat(caller.run(session, most).getLast().hasTurnCompleted()).isTrue();
    }

    @Test
    void samplingAndChoicesAreChecked() {
        assertThat(refused(sampling(sampling -> sampling.setTemperature(2.1)))).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(sampling(sampling -> sampling.setTemperature(Double.NaN))))
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(sampling(sampling -> sampling.setTopP(-0.1)))).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(sampling(sampling -> sampling.setMaxOutputTokens(0))))
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(sampling(sampling -> sampling.setResponseFormat(ResponseFormat.newBuilder()
                        .setJsonSchema(JsonSchemaFormat.newBuilder().setName("a b"))))))
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(turn("x").setToolChoice(ToolChoice.newBuilder().setTool("none"))))
                .isEqualTo(Reason.TOOLS_INVALID);
        assertThat(refused(turn("x").setToolChoice(ToolChoice.newBuilder().setMode(ToolMode.TOOL_MODE_REQUIRED))))
                .isEqualTo(Reason.TOOLS_INVALID);
        assertThat(refused(turn("x").setApprovalPolicyValue(99))).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused(turn("x").setFunctionCallPolicyValue(99))).isEqualTo(Reason.FIELD_INVALID);
    }

    @Test
    void anotherTenantsSessionIsAnsweredLikeOneThatNeverWas() {
        TurnCaller stranger = TurnCaller.of(SERVER, "stranger");
        for (Consumer<String> call : calls(stranger)) {
            Refusal foreign = Refusal.of(() -> call.accept(session));
            assertThat(foreign).isEqualTo(Refusal.of(() -> call.accept("ses_nope")));
            assertThat(foreign.code()).isEqualTo(Code.NOT_FOUND);
            assertThat(foreign.reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
        }
        assertThat(caller.log(session)).hasSize(1);
    }

    private static List<Consumer<String>> calls(TurnCaller stranger) {
        String action = "tc_01jd0000000000000000000000";
        return List.of(
                id -> stranger.submit(id, turn("x")),
                id -> stranger.watch(WatchSessionRequest.newBuilder().setSessionId(id)),
                id -> stranger.turns()
                        .listEvents(
                                ListEventsRequest.newBuilder().setSessionId(id).build()),
                id -> stranger.turns()
                        .approveAction(ApproveActionRequest.newBuilder()
                                .setSessionId(id)
                                .setActionId(action)
                                .build()),
                id -> stranger.turns()
                        .rejectAction(RejectActionRequest.newBuilder()
                                .setSessionId(id)
                                .setActionId(action)
                                .build()),
                id -> stranger.turns()
                        .submitResults(SubmitResultsRequest.newBuilder()
                                .setSessionId(id)
                                .addResults(dev.holdfast.v1.ActionResult.newBuilder()
                                        .setActionId(action))
                                .build()),
                id -> stranger.turns()
                        .cancelTurn(
                                CancelTurnRequest.newBuilder().setSessionId(id).build()));
    }

    private static TurnRequest.Builder sampling(Consumer<Sampling.Builder> change) {
        Sampling.Builder sampling = Sampling.newBuilder();
        change.accept(sampling);
        return turn("x").setSampling(sampling);
    }

    private Reason refused(TurnRequest.Builder turn) {
        Refusal refusal = Refusal.of(() -> caller.submit(session, turn));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        return refusal.reason();
    }
}
