package dev.holdfast.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Approval;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.testing.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A watcher is told of each change once, in whatever order commits become visible. */
final class ApprovalWatchTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final Instant NOW = Instant.parse("2026-06-23T00:00:00Z");

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final SessionId session = new SessionId(UUID.randomUUID());
    private final ApprovalStore store = new ApprovalStore(POSTGRES.database());

    @Test
    void whatWasWrittenEarlierAndCommittedLaterIsNotMissed() throws Exception {
        ApprovalWatch watch = watch();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> late = pool.submit(() -> POSTGRES.database().transaction(transaction -> {
                rows(1).write(transaction);
                written.countDown();
                await(release);
                return 0;
            }));
            written.await();
            write(rows(2));
            assertThat(changes(watch)).containsExactly(2);
            release.countDown();
            late.get();
        }

        assertThat(changes(watch)).containsExactly(1);
        assertThat(changes(watch)).isEmpty();
    }

    @Test
    void whatIsPendingComesFirstAndThenEachChange() {
        for (int number = 1; number <= 250; number++) {
            write(rows(number));
        }
        ApprovalWatch watch = watch();
        List<Integer> pending = new ArrayList<>();
        watch.pending(approval -> pending.add(number(approval)));
        assertThat(pending).hasSize(250).isSorted();
        assertThat(changes(watch)).isEmpty();

        write(closed(7));
        write(closed(9));

        assertThat(changes(watch)).containsExactly(7, 9);
        assertThat(changes(watch)).isEmpty();
    }

    @Test
    void ofADeletedSessionTheLastStateIsToldUntilItIsForgotten() {
        write(rows(1));
        ApprovalWatch watch = watch();
        ApprovalRowStore gone = closed(1);
        gone.remove(session);
        write(gone);

        assertThat(changes(watch)).containsExactly(1);
        assertThat(store.find(tenant, id(1))).isEmpty();
        store.forgetRemoved(store.now());
        assertThat(store.read(tenant, List.of(id(1)))).isEmpty();
    }

    private ApprovalWatch watch() {
        return ApprovalWatch.begin(store, new ApprovalQuery(tenant, null, null));
    }

    private static List<Integer> changes(ApprovalWatch watch) {
        List<Integer> changes = new ArrayList<>();
        watch.changes(approval -> changes.add(number(approval)));
        return changes;
    }

    private ApprovalRowStore rows(int number) {
        ApprovalRowStore rows = new ApprovalRowStore();
        PendingAction asked =
                new PendingAction(new ToolCall(id(number).action(), "pay", "{}"), Need.APPROVAL, id(number));
        rows.begin(tenant, session, new Approval(id(number), 1, asked, NOW.plusMillis(number), null, null));
        return rows;
    }

    private ApprovalRowStore closed(int number) {
        ApprovalRowStore rows = new ApprovalRowStore();
        rows.close(session, id(number), Approval.Closing.of(new TurnCancelled("cancelled", TurnCost.NONE), NOW));
        return rows;
    }

    private static void write(ApprovalRowStore rows) {
        POSTGRES.database().transaction(transaction -> {
            rows.write(transaction);
            return 0;
        });
    }

    private static ApprovalId id(int number) {
        return new ApprovalId(new ActionId(new UUID(7, number)), 0);
    }

    private static int number(RecordedApproval recorded) {
        return (int) recorded.approval().id().action().value().getLeastSignificantBits();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
