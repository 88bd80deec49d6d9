package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.log.LogVerifier.Finding;
import dev.holdfast.testing.TestServer;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.ArrayList;
import java.util.List;

/** What is true of a server after everything that was sent to it. */
final class ServerInvariants {

    private ServerInvariants() {}

    /** It serves, and every row follows from the log. */
    static void check(TestServer server) {
        var health = HealthGrpc.newBlockingStub(server.channel()).check(HealthCheckRequest.getDefaultInstance());
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(server.send("GET", "/health", "").statusCode()).isEqualTo(200);
        List<Finding> findings = new ArrayList<>();
        Holdfast.verifier(server.database()).verify(findings::add);
        assertThat(findings).isEmpty();
        assertThat(server.database().sql().fetch("""
                        select session_id from idempotency_keys
                        except select session_id from session_head"""))
                .as("idempotency keys that lead nowhere")
                .isEmpty();
    }
}
