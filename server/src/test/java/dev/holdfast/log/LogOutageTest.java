package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.log.Delivery.Delivered;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.CommitCutter;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away: a short absence is a delay, a long one has a name. */
final class LogOutageTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final LogConfig IMPATIENT = new LogConfig(
            1,
            4_096,
            4 << 20,
            16_384,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofMillis(100));

    @TempDir
    private Path home;

    private CommitCutter network;
    private Database database;

    @BeforeEach
    void start() {
        network = CommitCutter.before(POSTGRES.address());
        database = Database.open(network.address(), 4);
    }

    @AfterEach
    void stop() {
        database.close();
        network.close();
        LogCheck.assertSound(POSTGRES.database());
    }

    @Test
    void writersAndReadersOutliveAShortOne() throws Exception {
        try (LogNode node = LogNode.start(database, home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Opened<Tally> running = node.createRunning();
            Follower follower = node.log().feed().follow(running.session(), 1);
            Future<List<Long>> reader = threads.submit(() -> take(follower, 20));
            network.down();
            List<Future<Long>> writers = new ArrayList<>();
            for (int writer = 0; writer < 20; writer++) {
                writers.add(threads.submit(
                        () -> node.log().appendProgress(running.session(), running.fence(), List.of(text("word")))));
            }
            network.up();

            List<Long> written = new ArrayList<>();
            for (Future<Long> writer : writers) {
                written.add(writer.get());
            }
            assertThat(written).doesNotHaveDuplicates();
            assertThat(reader.get()).hasSize(20).isSorted().containsAll(written);
        }
    }

    @Test
    void aLongOneHasAName() throws Exception {
        try (LogNode node = LogNode.start(database, home, LogNode.SHAPE, IMPATIENT)) {
            Opened<Tally> running = node.createRunning();
            Follower follower = node.log().feed().follow(running.session(), -1);
            network.down();

            assertOutage(() -> node.log().appendProgress(running.session(), running.fence(), List.of(text("word"))));
            assertOutage(() -> {
                Delivery delivery = follower.next(Duration.ofMinutes(1));
                throw new AssertionError("nothing can be read: " + delivery);
            });

            network.up();
            // It may have lasted longer than the lease, and past it nothing is appended.
            await().until(node.lease()::held);
            node.log().appendProgress(running.session(), running.fence(), List.of(text("again")));
            assertThat(take(follower, 3)).containsExactly(0L, 1L, 2L);
        }
    }

    private static void assertOutage(ThrowingCallable call) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE));
    }

    private static List<Long> take(Follower follower, int count) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            if (follower.next(Duration.ofSeconds(30)) instanceof Delivered delivered) {
                sequences.add(delivered.event().sequence());
            }
        }
        return sequences;
    }
}
