package dev.holdfast.approval;

import static dev.holdfast.approval.Approver.allowing;
import static dev.holdfast.approval.Approver.rejecting;
import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.error.Reason;
import dev.holdfast.log.LogVerifier.Finding;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.Approval;
import dev.holdfast.v1.ApprovalResult;
import dev.holdfast.v1.ApprovalState;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people decide otherwise on one approval at the same time, a thousand times: one of them has decided, and both know who. */
final class TwoApproversTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final int RACES = 1_000;
    private static final int AT_ONCE = 8;

    private final TurnCaller caller = TurnCaller.of(SERVER, "race");
    private final Approver ada = Approver.of(SERVER, "race");
    private final Approver bob = Approver.of(SERVER, "race");

    @Test
    void everyRaceHasOneWinner() throws InterruptedException, ExecutionException {
        List<Future<Boolean>> races = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int race = 0; race < RACES; race++) {
                int number = race;
                races.add(pool.submit(() -> adaWins(number)));
            }
        }
        int won = 0;
        for (Future<Boolean> race : races) {
            won += race.get() ? 1 : 0;
        }

        assertThat(won).as("races that Ada won").isBetween(1, RACES - 1);
        List<Finding> findings = new ArrayList<>();
        Holdfast.verifier(SERVER.database()).verify(findings::add);
        assertThat(findings).isEmpty();
    }

    private boolean adaWins(int race) throws Exception {
        String session = caller.session();
        caller.paused(session, turn("/call pay {\"race\":" + race + "}", gated(function("pay"))));
        Approval shown = ada.pending(session).getFirst();
        CyclicBarrier start = new CyclicBarrier(2);
        Outcome adas;
        Outcome bobs;
        try (ExecutorService pair = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first = pair.submit(() -> decide(
                    start,
                    () -> ada.allow(allowing(shown)
                            .setResult(ApprovalResult.newBuilder().setOutput("paid")))));
            Future<Outcome> second = pair.submit(() -> decide(start, () -> bob.reject(rejecting(shown))));
            adas = first.get();
            bobs = second.get();
        }
        assertThat(adas.won() ^ bobs.won()).as("%s and %s", adas, bobs).isTrue();
        Approval decided = ada.get(shown.getApprovalId());
        Approval winners = adas.won() ? adas.approval() : bobs.approval();
        Refusal losers = Objects.requireNonNull(adas.won() ? bobs.refusal() : adas.refusal());
        assertThat(decided).isEqualTo(winners);
        assertThat(decided.getState())
                .isEqualTo(adas.won() ? ApprovalState.APPROVAL_STATE_ALLOWED : ApprovalState.APPROVAL_STATE_REJECTED);
        assertThat(losers.reason()).isEqualTo(Reason.APPROVAL_CLOSED);
        assertThat(losers.metadata())
                .containsEntry("key_id", decided.getResolution().getKeyId());
        return adas.won();
    }

    private record Outcome(
            @Nullable Approval approval, @Nullable Refusal refusal) {

        boolean won() {
            return approval != null;
        }
    }

    private static Outcome decide(CyclicBarrier start, Callable<Approval> decision) throws Exception {
        start.await();
        try {
            return new Outcome(decision.call(), null);
        } catch (StatusRuntimeException e) {
            return new Outcome(null, Refusal.of(e));
        }
    }
}
