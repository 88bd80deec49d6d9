package dev.holdfast.approval;

import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.PendingAction;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Approvals over typed REST, with a key that may approve and nothing else. */
final class ApprovalRestTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String APPROVALS = "/holdfast/v1/approvals";

    private final String tenant = "rest-" + UUID.randomUUID();
    private final TurnCaller caller = TurnCaller.of(SERVER, tenant);
    private final Approver approver = Approver.of(SERVER, tenant);
    private final String session = caller.session();

    @Test
    void whatWaitsIsListedReadAndDecided() {
        PendingAction action = pause();
        String path = APPROVALS + "/" + action.getApprovalId();
        JsonDocument shown = json(send("GET", path, ""), 200);
        assertThat(shown.text("approval.digest")).isEqualTo(action.getDigest());
        assertThat(shown.text("approval.state")).isEqualTo("APPROVAL_STATE_PENDING");
        assertThat(send("GET", APPROVALS + "?of_session_id=" + session + "&state=APPROVAL_STATE_PENDING", "")
                        .body())
                .contains(action.getApprovalId());

        assertThat(send(
                                "POST",
                                path + ":allow",
                                body(action.getDigest().replace('0', '1').replace('a', 'b')))
                        .statusCode())
                .isEqualTo(400);
        JsonDocument rejected = json(
                send("POST", path + ":reject", "{\"digest\":\"" + action.getDigest() + "\",\"reason\":\"no\"}"), 200);

        assertThat(rejected.text("approval.state")).isEqualTo("APPROVAL_STATE_REJECTED");
        assertThat(rejected.text("approval.resolution.reason")).isEqualTo("no");
        HttpResponse<String> late = send("POST", path + ":allow", body(action.getDigest()));
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(late.body()).contains("APPROVAL_CLOSED", "rejected by key_");
    }

    @Test
    void aStreamShowsWhatIsPendingAndThenWhatChanges() {
        PendingAction action = pause();
        try (var stream = SERVER.open("GET", APPROVALS + ":watch", "", "authorization", "Bearer " + approver.key())) {
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            Frame first = stream.next().orElseThrow();
            assertThat(first.json().text("approval.approvalId")).isEqualTo(action.getApprovalId());
            assertThat(stream.next().orElseThrow().data()).isEqualTo("{}");
            send("POST", APPROVALS + "/" + action.getApprovalId() + ":allow", body(action.getDigest()));

            Frame next = stream.next().orElseThrow();
            while (next.data().equals("{}")) {
                next = stream.next().orElseThrow();
            }
            assertThat(next.json().text("approval.state")).isEqualTo("APPROVAL_STATE_ALLOWED");
        }
    }

    @Test
    void theKeyReadsNoTurnAndDoesNotApproveThroughWhatWouldShowOne() {
        PendingAction action = pause();
        String body = "{\"action_id\":\"" + action.getCall().getCallId() + "\",\"tool_results\":[{\"action_id\":\""
                + action.getCall().getCallId() + "\",\"output\":\"paid\"}]}";

        HttpResponse<String> refused = send("POST", "/v1/sessions/" + session + "/approve", body);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("`read`");
        assertThat(send("GET", "/v1/sessions/" + session + "/stream", "").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/holdfast/v1/sessions/" + session, "").statusCode())
                .isEqualTo(403);
        assertThat(approver.pending(session)).hasSize(1);
    }

    private PendingAction pause() {
        Event paused = caller.paused(session, turn("/call pay {\"sum\":1}", gated(function("pay"))));
        return paused.getTurnPaused().getActions(0);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return SERVER.send(
                method, path, body, "authorization", "Bearer " + approver.key(), "content-type", "application/json");
    }

    private static String body(String digest) {
        return "{\"digest\":\"" + digest + "\"}";
    }

    private static JsonDocument json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonDocument.parse(answer.body());
    }
}
