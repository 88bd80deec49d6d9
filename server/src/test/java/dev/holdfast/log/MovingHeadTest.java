package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.text;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.log.AppendRows.Place;
import dev.holdfast.log.Settlement.Verdict;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.HeldRows;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a statement finds while somebody else's transaction, not committed yet, moves the head. These are the moments in
 * which a join without a lock, and a read without one, believe what is about to be untrue.
 */
final class MovingHeadTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path home;

    private final Database database = POSTGRES.database();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private LogNode node;

    @BeforeEach
    void start() {
        node = LogNode.start(database, home);
    }

    @AfterEach
    void stop() {
        node.close();
        threads.close();
        LogCheck.assertSound(database);
    }

    @Test
    void anAppendDuringATakeoverIsRefusedOnceThatIsCommitted() {
        Opened<Tally> contested = node.createRunning();
        List<Opened<Tally>> others =
                Stream.generate(node::createRunning).limit(20).toList();
        Future<?> late;
        try (HeldRows takeover = HeldRows.hold(database, sql -> raiseFence(sql, contested))) {
            assertThat(takeover).isNotNull();
            late = threads.submit(
                    () -> node.log().appendProgress(contested.session(), contested.fence(), List.of(text("too late"))));
            // Each committer takes them in order, so that the late one has been tried when these are written.
            Future<?> next = threads.submit(() -> {
                for (Opened<Tally> other : others) {
                    node.log().appendProgress(other.session(), other.fence(), List.of(text("in time")));
                }
            });
            await().until(() -> next.isDone() || HeldRows.someoneWaits(database));
        }
        assertThatThrownBy(late::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StaleWriterException.class);
        assertThat(LogCheck.events(database, contested.session())).hasSize(2);
    }

    @Test
    void theOutcomeOfACommitIsReadOnlyWhenItIsOver() throws Exception {
        Opened<Tally> running = node.createRunning();
        PendingAppend<Tally> append = new PendingAppend<>(
                running.session(), running.fence(), List.of(text("on its way")), Instant.EPOCH, null);
        Map<PendingAppend<Tally>, Place> places = Map.of(append, new Place(running.lastSequence(), 1));
        Future<Verdict> verdict;
        try (HeldRows lost = HeldRows.hold(database, sql -> write(sql, append))) {
            assertThat(lost).isNotNull();
            verdict = threads.submit(() -> database.transaction(sql -> Settlement.find(sql, places)));
            await().until(() -> verdict.isDone() || HeldRows.someoneWaits(database));
        }
        assertThat(verdict.get()).isEqualTo(Verdict.COMMITTED);
    }

    private static void raiseFence(DSLContext sql, Opened<Tally> session) {
        sql.update(SESSION_HEAD)
                .set(SESSION_HEAD.FENCE, SESSION_HEAD.FENCE.plus(1))
                .where(SESSION_HEAD.SESSION_ID.eq(session.session().value()))
                .execute();
    }

    /** As the committer does, on a connection that nobody hears of any more. */
    private void write(DSLContext sql, PendingAppend<Tally> append) {
        sql.connection(connection -> assertThat(AppendRows.write(connection, List.of(append), node.lease()))
                .containsOnlyKeys(append));
    }
}
