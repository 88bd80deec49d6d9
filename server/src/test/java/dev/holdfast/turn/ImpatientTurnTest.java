package dev.holdfast.turn;

import static dev.holdfast.testing.TurnCaller.submission;
import static dev.holdfast.testing.TurnCaller.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.holdfast.error.Reason;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.FunctionTool;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.Tool;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A turn that says how long it waits for results, and results that tell of a failure, over gRPC. */
final class ImpatientTurnTest {

    private static final Tool ASK = Tool.newBuilder()
            .setFunction(FunctionTool.newBuilder().setName("ask"))
            .build();

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final TurnCaller caller = TurnCaller.of(SERVER, "impatient");
    private final String session = caller.session();

    @Test
    void theModelIsToldOfAResultThatDidNotCome() {
        Event paused = caller.paused(session, turn("/call ask", ASK).setResultTimeout(Durations.fromSeconds(30)));
        SERVER.clock.advance(java.time.Duration.ofSeconds(30));

        List<Event> rest = caller.until(session, paused.getSequence(), PayloadCase.TURN_COMPLETED);

        assertThat(rest.getFirst().getToolCallCompleted().getFailed()).isTrue();
        assertThat(rest.getLast().getTurnCompleted().getText()).contains("ask did not succeed: No result came in time");
        assertThat(caller.read(session).getPendingActionsList()).isEmpty();
    }

    @Test
    void withoutATimeoutItWaits() {
        caller.paused(session, turn("/call ask", ASK));
        SERVER.clock.advance(java.time.Duration.ofDays(6));

        assertThat(caller.read(session).getPendingActionsList()).hasSize(1);
    }

    @Test
    void aResultThatTellsOfAFailureIsToldAsOne() {
        Event paused = caller.paused(session, turn("/call ask", ASK));
        String action = paused.getTurnPaused().getActions(0).getCall().getCallId();
        caller.turns()
                .submitResults(SubmitResultsRequest.newBuilder()
                        .setSessionId(session)
                        .addResults(ActionResult.newBuilder()
                                .setActionId(action)
                                .setOutput("nobody there")
                                .setFailed(true))
                        .build());

        List<Event> rest = caller.until(session, paused.getSequence(), PayloadCase.TURN_COMPLETED);

        assertThat(rest.getFirst().getTurnResumed().getFailed()).isTrue();
        assertThat(rest.getLast().getTurnCompleted().getText()).contains("ask did not succeed: nobody there");
    }

    @Test
    void aTimeoutHasBounds() {
        for (Duration wrong : List.of(
                Durations.ZERO,
                Durations.fromMillis(999),
                Durations.fromSeconds(-1),
                Durations.fromDays(3_651),
                Duration.newBuilder().setNanos(-1).setSeconds(1).build())) {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> caller.submit(session, turn("/call ask", ASK).setResultTimeout(wrong)));
            assertThat(Refusal.of(refused).reason()).isEqualTo(Reason.FIELD_INVALID);
        }
        StatusRuntimeException unknown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> caller.turns()
                        .submitTurn(submission(session, turn("x").setDoubtPolicyValue(99))
                                .build()));
        assertThat(Refusal.of(unknown).reason()).isEqualTo(Reason.FIELD_INVALID);
    }
}
