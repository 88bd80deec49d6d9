package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.completed;
import static dev.holdfast.log.TestEvents.metadata;
import static dev.holdfast.log.TestEvents.text;
import static dev.holdfast.storage.schema.Tables.NODES;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.HeldRows;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What one append, one session or one connection does must not be felt by the others in its commit. */
final class CommitterTest {

    private static final int LARGE = 100_000;

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    private final Database database = POSTGRES.database();
    private LogNode node;

    @BeforeEach
    void start() {
        node = LogNode.start(database, one);
    }

    @AfterEach
    void stop() {
        node.close();
        LogCheck.assertSound(database);
    }

    @Test
    void anAppendThatTheDatabaseRefusesFailsAlone() throws Exception {
        List<Opened<Tally>> sessions = running(24);
        database.sql().execute("alter table events add constraint small check (octet_length(payload) < " + LARGE + ")");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> appends = new ArrayList<>();
            // What is appended while the table is locked waits, and is one batch when it is let go.
            try (HeldRows table = HeldRows.hold(database, sql -> sql.execute("lock table events in exclusive mode"))) {
                assertThat(table).isNotNull();
                for (int at = 0; at < sessions.size(); at++) {
                    Opened<Tally> session = sessions.get(at);
                    String word = at % 8 == 3 ? "x".repeat(LARGE) : "small";
                    appends.add(threads.submit(
                            () -> node.log().appendProgress(session.session(), session.fence(), List.of(text(word)))));
                }
                await().until(() -> HeldRows.someoneWaits(database));
            }
            for (int at = 0; at < appends.size(); at++) {
                Future<Long> append = appends.get(at);
                if (at % 8 == 3) {
                    assertThatThrownBy(append::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(IllegalStateException.class)
                            .hasMessageContaining(sessions.get(at).session().toString());
                    // What was refused may be anybody's words, and the server logs this.
                    assertThatThrownBy(append::get)
                            .rootCause()
                            .hasMessageContaining("small")
                            .hasMessageNotContaining("7878");
                } else {
                    assertThat(append.get()).isEqualTo(2);
                }
            }
        } finally {
            database.sql().execute("alter table events drop constraint small");
        }
    }

    @Test
    void aProjectionThatFailsForOneSessionFailsThatOneAlone() throws Exception {
        List<Opened<Tally>> sessions = running(9);
        SessionId poisoned = sessions.get(4).session();
        Projection<Tally> dividing = new Projection<>() {
            @Override
            public void write(DSLContext transaction, List<Change<Tally>> changes) {
                changes.forEach(change -> transaction
                        .select(DSL.inline(1).div(DSL.inline(change.session().equals(poisoned) ? 0 : 1)))
                        .fetch());
            }

            @Override
            public List<String> differences(DSLContext snapshot, SessionId session, Tally state) {
                return List.of();
            }
        };
        Shape<Tally> shape = new Shape<>(Tally.FOLD, List.of(dividing));
        try (LogNode second = LogNode.start(database, other, shape, LogConfig.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Appended<Tally>>> appends = new ArrayList<>();
            for (Opened<Tally> session : sessions) {
                appends.add(threads.submit(() -> second.log().append(session, state -> List.of(completed()))));
            }
            for (int at = 0; at < appends.size(); at++) {
                if (at == 4) {
                    assertThatThrownBy(appends.get(at)::get).hasCauseInstanceOf(IllegalStateException.class);
                } else {
                    assertThat(appends.get(at).get().lastSequence()).isEqualTo(2);
                }
            }
        }
        assertThat(LogCheck.events(database, poisoned)).hasSize(2);
    }

    @Test
    void batchesOfTheSameSessionsInOppositeOrdersDoNotDeadlock() throws Exception {
        List<Opened<Tally>> sessions = running(20);
        try (LogNode second = LogNode.start(database, other);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (Opened<Tally> session : sessions) {
                writers.add(threads.submit(() -> repeat(node, session)));
            }
            for (Opened<Tally> session : sessions.reversed()) {
                writers.add(threads.submit(() -> repeat(second, session)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(deadlocks()).isZero();
    }

    private static void repeat(LogNode by, Opened<Tally> session) {
        for (int time = 0; time < 30; time++) {
            if (time % 5 == 0) {
                by.log().append(session.session(), state -> List.of(metadata("{}")));
            } else {
                by.log().appendProgress(session.session(), session.fence(), List.of(text("word")));
            }
        }
    }

    @Test
    void aHeldHeadDelaysOnlyItsOwnSession() throws Exception {
        List<Opened<Tally>> sessions = running(10);
        Opened<Tally> held = sessions.getFirst();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> waiting;
            try (HeldRows head = HeldRows.hold(database, sql -> lockHead(sql, held.session()))) {
                assertThat(head).isNotNull();
                waiting = threads.submit(append(held));
                for (int time = 0; time < 5; time++) {
                    for (Opened<Tally> session : sessions.subList(1, sessions.size())) {
                        append(session).call();
                    }
                }
                assertThat(waiting.isDone()).isFalse();
            }
            assertThat(waiting.get()).isEqualTo(2);
        }
    }

    @Test
    void aHeadThatIsHeldTooLongIsSaidSo() {
        Opened<Tally> held = node.createRunning();
        LogConfig impatient = new LogConfig(
                1,
                4_096,
                4 << 20,
                16_384,
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMillis(50),
                Duration.ofSeconds(30));
        try (LogNode second = LogNode.start(database, other, LogNode.SHAPE, impatient)) {
            try (HeldRows head = HeldRows.hold(database, sql -> lockHead(sql, held.session()))) {
                assertThat(head).isNotNull();
                assertThatExceptionOfType(HoldfastException.class)
                        .isThrownBy(
                                () -> second.log().appendProgress(held.session(), held.fence(), List.of(text("word"))))
                        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.SESSION_CONTENDED));
            }
        }
    }

    @Test
    void aLostConnectionLosesNothing() throws Exception {
        List<Opened<Tally>> sessions = running(6);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (Opened<Tally> session : sessions) {
                writers.add(threads.submit(() -> {
                    for (int time = 0; time < 60; time++) {
                        append(session).call();
                    }
                    return null;
                }));
            }
            for (int kill = 0; kill < 10; kill++) {
                await().until(() -> killCommitter() || writers.stream().allMatch(Future::isDone));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        for (Opened<Tally> session : sessions) {
            assertThat(LogCheck.events(database, session.session())).hasSize(62);
        }
    }

    @Test
    void pastItsLeaseANodeAppendsNothing() {
        NodeConfig brief = new NodeConfig(Duration.ofMillis(700), Duration.ofMillis(50), Duration.ofMillis(200));
        Opened<Tally> running = node.createRunning();
        NodeLease lease = NodeLease.take(database, other, brief);
        try (EventLog<Tally> log =
                EventLog.start(database, LogNode.SHAPE, lease, InstantSource.system(), LogConfig.DEFAULT)) {
            try (HeldRows beat = HeldRows.hold(
                    database,
                    sql -> sql.selectFrom(NODES)
                            .where(NODES.NODE_ID.eq(lease.id().value()))
                            .forUpdate()
                            .fetch())) {
                assertThat(beat).isNotNull();
                await().until(() -> !lease.held());
                assertThatExceptionOfType(HoldfastException.class)
                        .isThrownBy(
                                () -> log.appendProgress(running.session(), running.fence(), List.of(text("late"))));
                assertThatExceptionOfType(HoldfastException.class)
                        .isThrownBy(() -> log.takeOver(running.session(), running.fence()));
            }
            await().until(lease::held);
            log.appendProgress(running.session(), running.fence(), List.of(text("again")));
        }
        lease.close();
        assertThat(LogCheck.events(database, running.session())).hasSize(3);
    }

    @Test
    void whatDoesNotFitIntoTheQueueWaitsAndIsWritten() throws Exception {
        LogConfig tight = new LogConfig(
                1,
                3,
                200,
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMillis(50),
                Duration.ofSeconds(30));
        List<Opened<Tally>> sessions = running(30);
        try (LogNode second = LogNode.start(database, other, LogNode.SHAPE, tight);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> appends = new ArrayList<>();
            for (Opened<Tally> session : sessions) {
                appends.add(threads.submit(() -> second.log()
                        .appendProgress(
                                session.session(),
                                session.fence(),
                                List.of(text("a".repeat(300)), text("b"), text("c"), text("d"), text("e")))));
            }
            for (Future<Long> append : appends) {
                assertThat(append.get(30, TimeUnit.SECONDS)).isEqualTo(6);
            }
        }
    }

    private List<Opened<Tally>> running(int count) {
        List<Opened<Tally>> sessions = new ArrayList<>();
        for (int session = 0; session < count; session++) {
            sessions.add(node.createRunning());
        }
        return sessions;
    }

    private Callable<Long> append(Opened<Tally> session) {
        return () -> node.log().appendProgress(session.session(), session.fence(), List.of(text("word")));
    }

    private static void lockHead(DSLContext sql, SessionId session) {
        sql.selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .forUpdate()
                .fetch();
    }

    /** How many backends of this database wait for a lock. */
    private boolean killCommitter() {
        return number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = current_database() and state <> 'idle' and query like 'with \"locked\"%'")
                > 0;
    }

    private int deadlocks() {
        return number("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private int number(String query) {
        return database.sql().fetchSingle(query).get(0, Integer.class);
    }
}
