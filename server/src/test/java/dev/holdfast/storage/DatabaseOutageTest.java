package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away has one name for every caller, and the pool is as good as new when it is back. */
final class DatabaseOutageTest {

    private static final int POOL_SIZE = 2;

    @TempDir
    private Path directory;

    private Path home = Path.of("");
    private EmbeddedPostgres postgres;
    private Database database;

    @BeforeEach
    void open() throws IOException {
        home = TestHomes.in(directory);
        postgres = EmbeddedPostgres.start(home);
        database = Database.open(postgres.address(), POOL_SIZE);
    }

    @AfterEach
    void close() {
        database.close();
        postgres.close();
    }

    @Test
    void aConnectionLostInATransactionIsAnOutageAndTheNextOneWorks() {
        assertOutage(() -> database.transaction(sql -> {
            endBackendOf(sql);
            return sql.selectOne().fetch();
        }));

        assertThat(database.answers()).isTrue();
    }

    @Test
    void aConnectionLostBeforeTheCommitIsAnOutage() {
        assertOutage(() -> database.transaction(sql -> {
            endBackendOf(sql);
            return "returned, so it commits";
        }));
    }

    @Test
    void aStoppedDatabaseIsAnOutageUntilItIsBack() throws Exception {
        int port = Postmaster.find(TestHomes.data(home)).orElseThrow().port();
        postgres.close();

        // At once, since each of them waits as long as the pool does.
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> statement = callers.submit(
                    () -> assertOutage(() -> database.sql().selectOne().fetch()));
            Future<?> transaction = callers.submit(() -> assertOutage(() -> database.transaction(sql -> 0)));
            Future<Boolean> answers = callers.submit(database::answers);
            statement.get();
            transaction.get();
            assertThat(answers.get()).isFalse();
        }

        postgres = EmbeddedPostgres.start(home, List.of("port=" + port));
        await().atMost(Duration.ofSeconds(20)).until(database::answers);
    }

    @Test
    void aStatementOverItsTimeIsAnOutage() {
        assertOutage(() -> database.transaction(sql -> {
            sql.execute("set local statement_timeout = 20");
            return sql.fetch("select pg_sleep(60)");
        }));
    }

    @Test
    void whoGetsNoConnectionInTimeIsToldOfAnOutage() {
        CountDownLatch taken = new CountDownLatch(POOL_SIZE);
        CountDownLatch done = new CountDownLatch(1);
        try (var holders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int holder = 0; holder < POOL_SIZE; holder++) {
                var _ = holders.submit(() -> database.transaction(sql -> {
                    taken.countDown();
                    return awaitUninterrupted(done);
                }));
            }
            awaitUninterrupted(taken);
            assertOutage(() -> database.sql().selectOne().fetch());
            done.countDown();
        }
        assertThat(database.answers()).isTrue();
    }

    @Test
    void aDatabaseThatIsNotThereIsRefusedWithoutItsPassword() {
        DatabaseAddress nowhere = new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "holdfast", "secret");

        assertThatThrownBy(() -> Database.open(nowhere, POOL_SIZE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("127.0.0.1:1/none")
                .hasMessageNotContaining("secret");
    }

    private void endBackendOf(DSLContext sql) {
        int pid = sql.fetchSingle("select pg_backend_pid()").get(0, Integer.class);
        database.sql().execute("select pg_terminate_backend(" + pid + ", 10000)");
    }

    private static void assertOutage(ThrowingCallable call) {
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
            assertThat(failure.sentence()).doesNotContain("127.0.0.1", "select");
            assertThat(failure.getCause()).isNotNull();
        });
    }

    private static boolean awaitUninterrupted(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
        return true;
    }
}
