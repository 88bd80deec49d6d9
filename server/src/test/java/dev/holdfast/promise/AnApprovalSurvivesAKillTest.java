package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.AllowApprovalRequest;
import dev.holdfast.v1.Approval;
import dev.holdfast.v1.ApprovalServiceGrpc;
import dev.holdfast.v1.ApprovalServiceGrpc.ApprovalServiceBlockingStub;
import dev.holdfast.v1.ApprovalState;
import dev.holdfast.v1.GetApprovalRequest;
import dev.holdfast.v1.ListApprovalsRequest;
import dev.holdfast.v1.WatchApprovalsRequest;
import dev.holdfast.v1.WatchApprovalsResponse;
import io.grpc.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a person outlives every server, and whoever watches hears of it from whichever server it is decided at. */
final class AnApprovalSurvivesAKillTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final String GATED = "/call Bash {\"label\":\"%s\"}%n/then%n/words 3";

    @TempDir
    private Path directory;

    private Installation installation;

    @BeforeEach
    void install() {
        installation = new Installation(POSTGRES.address(), directory, Installation.LONG_LEASE);
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void killedWhileItIsPendingItWaitsOnAsItWasAndIsDecidedOnce() {
        ServerProcess first = installation.start("node");
        Program program = new Program(() -> first);
        String session = program.session();
        program.submitGated(session, GATED.formatted("survives"));
        Approval shown = awaitPending(first, session);
        first.kill();

        ServerProcess second = installation.start("node");
        assertThat(pending(second, session)).containsExactly(shown);
        assertThat(installation.effects().runs("survives")).isZero();
        Approval allowed = allow(second, shown);
        await().atMost(Program.PATIENCE)
                .until(() -> new Program(() -> second).log(session).idle());
        second.kill();

        ServerProcess third = installation.start("node");
        assertThat(allow(third, shown)).isEqualTo(allowed);
        assertThat(installation.effects().runs("survives")).isEqualTo(1);
        Soundness.assertVerified(POSTGRES.database());
    }

    @Test
    void aWatcherHearsWhatHappensAtAnotherServer() {
        ServerProcess one = installation.start("one");
        ServerProcess other = installation.start("other");
        Program program = new Program(() -> other);
        String before = program.session();
        program.submitGated(before, GATED.formatted("before"));
        Approval pending = awaitPending(other, before);
        String after = program.session();
        Context.CancellableContext watching = Context.current().withCancellation();
        try {
            watching.run(() -> {
                var watch = approvals(one).watchApprovals(WatchApprovalsRequest.getDefaultInstance());
                assertThat(watch.next().getApproval()).isEqualTo(pending);
                assertThat(watch.next().hasApproval()).isFalse();

                program.submitGated(after, GATED.formatted("after"));
                Approval begun =
                        next(watch::next, change -> change.getSessionId().equals(after));
                assertThat(begun.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_PENDING);
                Approval allowed = allow(other, begun);
                assertThat(next(watch::next, change -> change.getState() == ApprovalState.APPROVAL_STATE_ALLOWED))
                        .isEqualTo(allowed);
                program.delete(before);
                Approval gone =
                        next(watch::next, change -> change.getSessionId().equals(before));
                assertThat(gone.getState()).isEqualTo(ApprovalState.APPROVAL_STATE_WITHDRAWN);
                assertThat(gone.getResolution().getReason()).isEqualTo("session deleted");
            });
        } finally {
            watching.cancel(null);
        }
        Soundness.assertVerified(POSTGRES.database());
    }

    private static Approval next(Supplier<WatchApprovalsResponse> watch, Predicate<Approval> wanted) {
        Approval found = watch.get().getApproval();
        while (!wanted.test(found)) {
            found = watch.get().getApproval();
        }
        return found;
    }

    private static Approval awaitPending(ServerProcess server, String session) {
        await().atMost(Program.PATIENCE).until(() -> !pending(server, session).isEmpty());
        return pending(server, session).getFirst();
    }

    private static List<Approval> pending(ServerProcess server, String session) {
        return approvals(server)
                .listApprovals(ListApprovalsRequest.newBuilder()
                        .setOfSessionId(session)
                        .setState(ApprovalState.APPROVAL_STATE_PENDING)
                        .build())
                .getApprovalsList();
    }

    private static Approval allow(ServerProcess server, Approval shown) {
        Approval allowed = approvals(server)
                .allowApproval(AllowApprovalRequest.newBuilder()
                        .setApprovalId(shown.getApprovalId())
                        .setDigest(shown.getDigest())
                        .build())
                .getApproval();
        assertThat(approvals(server)
                        .getApproval(GetApprovalRequest.newBuilder()
                                .setApprovalId(shown.getApprovalId())
                                .build())
                        .getApproval())
                .isEqualTo(allowed);
        return allowed;
    }

    private static ApprovalServiceBlockingStub approvals(ServerProcess server) {
        return ApprovalServiceGrpc.newBlockingStub(server.channel())
                .withDeadlineAfter(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .withCallCredentials(TestServer.bearer(Installation.KEY));
    }
}
