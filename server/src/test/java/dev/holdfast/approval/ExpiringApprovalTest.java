package dev.holdfast.approval;

import static dev.holdfast.approval.Approver.allowing;
import static dev.holdfast.approval.Approver.rejecting;
import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.holdfast.Holdfast;
import dev.holdfast.error.Reason;
import dev.holdfast.log.LogVerifier.Finding;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.v1.Approval;
import dev.holdfast.v1.ApprovalState;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nobody decides on in time is not run, and nobody is said to have refused it. */
final class ExpiringApprovalTest {

    @RegisterExtension
    static final TestServer SERVER = TestServer.with(
            TurnConfig.DEFAULT.withHeartbeat(Duration.ofMillis(200)).withApprovalsExpiringAfter(Duration.ofHours(1)));

    private final TurnCaller caller = TurnCaller.of(SERVER, "expiry");
    private final Approver approver = Approver.of(SERVER, "expiry");
    private final String session = caller.session();

    @Test
    void theModelIsToldAndTheTurnGoesOn() {
        Event paused = caller.paused(session, turn("/call pay {}", gated(function("pay"))));
        Approval shown = approver.pending(session).getFirst();
        assertThat(Timestamps.toMillis(shown.getExpireTime()))
                .isEqualTo(Timestamps.toMillis(shown.getCreateTime())
                        + Duration.ofHours(1).toMillis());
        SERVER.clock.advance(Duration.ofHours(1));

        List<Event> rest = caller.until(session, paused.getSequence(), PayloadCase.TURN_COMPLETED);

        assertThat(rest.getFirst().getApprovalExpired().getApprovalId()).isEqualTo(shown.getApprovalId());
        assertThat(rest.getFirst().getApprovalExpired().getWaited()).isEqualTo(Durations.fromHours(1));
        assertThat(rest).noneMatch(Event::hasTurnResumed);
        assertThat(rest.getLast().getTurnCompleted().hasRejectedActionId()).isFalse();
        assertThat(rest.getLast().getTurnCompleted().getText())
                .contains("pay did not succeed: Nobody decided within 3600 seconds; it was not run.");
        Approval expired = approver.get(shown.getApprovalId());
        assertThat(expired.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_EXPIRED);
        assertThat(expired.getResolution().getKeyId()).isEmpty();
        assertThat(expired.getResolution().hasReason()).isFalse();
        Refusal late = Refusal.of(() -> approver.allow(allowing(shown)));
        assertThat(late.reason()).isEqualTo(Reason.APPROVAL_CLOSED);
        assertThat(late.metadata()).containsEntry("state", "expired").doesNotContainKey("key_id");
        assertThat(late.sentence()).contains("nobody had decided");
    }

    @Test
    void theTurnsOwnTimeCountsAndWhatIsDueHappensBeforeAnybodyLooks() {
        caller.paused(
                session, turn("/call pay {}", gated(function("pay"))).setApprovalTimeout(Durations.fromSeconds(30)));
        Approval shown = approver.pending(session).getFirst();
        SERVER.clock.advance(Duration.ofSeconds(30));

        assertThat(Refusal.of(() -> approver.reject(rejecting(shown))).metadata())
                .containsEntry("state", "expired");
        assertThat(approver.pending(session)).isEmpty();
    }

    @Test
    void theSessionsDialectShowsItUnderItsNativeNameAndAsNoDecision() {
        Event paused = caller.paused(session, turn("/call pay {}", gated(function("pay"))));
        SERVER.clock.advance(Duration.ofHours(1));
        List<Frame> frames;
        try (var stream = SERVER.open(
                "GET",
                "/v1/sessions/" + session + "/stream?turn_number=1&after=" + paused.getSequence(),
                "",
                "CENCORI_API_KEY",
                caller.key())) {
            frames = stream.until("turn.completed");
        }

        assertThat(frames.getFirst().event()).isEqualTo("approval.expired");
        assertThat(frames.getFirst().json().text("action_id"))
                .isEqualTo(paused.getTurnPaused().getActions(0).getCall().getCallId());
        assertThat(frames).noneMatch(frame -> frame.event().equals("turn.resumed"));
        assertThat(frames.getLast().data()).doesNotContain("tool_call_rejected");
        List<Finding> findings = new ArrayList<>();
        Holdfast.verifier(SERVER.database()).verify(findings::add);
        assertThat(findings).isEmpty();
    }
}
