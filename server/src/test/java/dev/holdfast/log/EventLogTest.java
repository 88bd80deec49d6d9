package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.checkpoint;
import static dev.holdfast.log.TestEvents.completed;
import static dev.holdfast.log.TestEvents.deleted;
import static dev.holdfast.log.TestEvents.metadata;
import static dev.holdfast.log.TestEvents.started;
import static dev.holdfast.log.TestEvents.text;
import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class EventLogTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    private final Database database = POSTGRES.database();
    private LogNode node;
    private EventLog<Tally> log;

    @BeforeEach
    void start() {
        node = LogNode.start(database, one);
        log = node.log();
    }

    @AfterEach
    void everythingFollowsFromTheEvents() {
        node.close();
        LogCheck.assertSound(database);
    }

    @Test
    void eventsAreNumberedOneAfterTheOtherAndBelongToTheTurnThatBeganLast() {
        SessionId session = node.create();

        log.append(session, state -> List.of(metadata("1")));
        var appended = log.append(session, state -> List.of(started(1), text("a"), completed(), started(2)));
        log.appendProgress(session, appended.opened().fence(), List.of(text("b"), text("c")));

        assertThat(LogCheck.events(database, session))
                .extracting(RecordedEvent::sequence, RecordedEvent::turnNumber)
                .containsExactly(
                        tuple(0L, 0),
                        tuple(1L, 0),
                        tuple(2L, 1),
                        tuple(3L, 1),
                        tuple(4L, 1),
                        tuple(5L, 2),
                        tuple(6L, 2),
                        tuple(7L, 2));
        assertThat(appended.events()).extracting(RecordedEvent::sequence).containsExactly(2L, 3L, 4L, 5L);
        assertThat(log.open(session).lastSequence()).isEqualTo(7);
        assertThat(log.open(session).revision()).isEqualTo(5);
    }

    @Test
    void aSessionThatIsNotThereIsOpenedAsNothing() {
        SessionId nobody = new SessionId(UUID.randomUUID());
        assertThat(log.open(nobody)).isEqualTo(new Opened<>(nobody, Tally.NOTHING, 0, 0, -1, 0));
    }

    @Test
    void aDecisionThatNothingFollowsWritesNothing() {
        SessionId session = node.create();
        var appended = log.append(session, state -> List.of());

        assertThat(appended.events()).isEmpty();
        assertThat(appended.opened()).isEqualTo(log.open(session));
        assertThat(LogCheck.events(database, session)).hasSize(1);
    }

    @Test
    void oneWhoKnowsTheStateReadsNothing() {
        Opened<Tally> known = node.createRunning();
        log.appendProgress(known.session(), known.fence(), List.of(text("a"), text("b")));

        AtomicInteger asked = new AtomicInteger();
        var appended = log.append(known, state -> {
            asked.incrementAndGet();
            assertThat(state).isSameAs(known.state());
            return List.of(completed());
        });

        assertThat(asked).hasValue(1);
        assertThat(appended.events())
                .singleElement()
                .satisfies(event -> assertThat(event.sequence()).isEqualTo(4));
        assertThat(appended.opened()).isEqualTo(log.open(known.session()));
    }

    @Test
    void oneWhoKnowsAnOlderStateIsAskedAgainWithTheNewer() {
        Opened<Tally> known = node.createRunning();
        log.append(known.session(), state -> List.of(metadata("newer")));

        List<String> seen = new ArrayList<>();
        log.append(known, state -> {
            seen.add(state.metadata());
            return List.of(completed());
        });

        assertThat(seen).containsExactly("{}", "newer");
    }

    @Test
    void manyWhoChangeOneSessionFollowEachOther() throws Exception {
        SessionId session = node.create();
        List<Future<Appended<Tally>>> appended = new ArrayList<>();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 24)
                    .forEach(writer -> appended.add(writers.submit(() ->
                            log.append(session, state -> List.of(metadata(Long.toString(state.facts())))))));
        }

        List<Long> sequences = new ArrayList<>();
        for (Future<Appended<Tally>> one : appended) {
            sequences.add(one.get().lastSequence());
        }
        assertThat(sequences).hasSize(24).doesNotHaveDuplicates();
        // Each was decided on the state that its own place follows.
        assertThat(LogCheck.events(database, session).stream().skip(1))
                .allSatisfy(event -> assertThat(((Event.SessionMetadataUpdated) event.event())
                                .metadata()
                                .text())
                        .isEqualTo(Long.toString(event.sequence())));
    }

    @Test
    void whoRunsASessionOwnsItAndEveryChangeOfHandsRaisesTheFence() {
        SessionId session = node.create();
        assertThat(LogCheck.head(database, session).getFence()).isZero();

        Opened<Tally> running =
                log.append(session, state -> List.of(started(1))).opened();
        SessionHeadRecord head = LogCheck.head(database, session);
        assertThat(running.fence()).isEqualTo(1);
        assertThat(head.getFence()).isEqualTo(1);
        assertThat(head.getOwner()).isEqualTo(node.lease().id().value());
        assertThat(head.getOwnerEpoch()).isEqualTo(node.lease().epoch());

        Opened<Tally> metadata =
                log.append(session, state -> List.of(metadata("1"))).opened();
        assertThat(metadata.fence()).isEqualTo(1);

        Opened<Tally> idle = log.append(metadata, state -> List.of(completed())).opened();
        head = LogCheck.head(database, session);
        assertThat(idle.fence()).isEqualTo(2);
        assertThat(head.getFence()).isEqualTo(2);
        assertThat(head.getOwner()).isNull();
        assertThat(head.getOwnerEpoch()).isNull();
    }

    @Test
    void afterATakeOverTheFormerOwnerAppendsNothing() {
        Opened<Tally> former = node.createRunning();
        SessionId session = former.session();
        try (LogNode successor = LogNode.start(database, other)) {
            Opened<Tally> taken = successor.log().takeOver(session, former.fence());

            assertThat(taken.fence()).isEqualTo(former.fence() + 1);
            assertThat(taken.state()).isEqualTo(former.state());
            assertThat(LogCheck.head(database, session).getOwner())
                    .isEqualTo(successor.lease().id().value());
            assertStale(() -> log.appendProgress(session, former.fence(), List.of(text("late"))));
            assertStale(() -> log.append(former, state -> List.of(completed())));
            assertStale(() -> log.takeOver(session, former.fence()));

            assertThat(successor.log().appendProgress(session, taken.fence(), List.of(text("on time"))))
                    .isEqualTo(2);
            successor.log().append(taken, state -> List.of(completed()));
        }
        assertThat(LogCheck.events(database, session)).hasSize(4);
    }

    @Test
    void aDeletedSessionIsNotThereAndTakesNothingMore() {
        Opened<Tally> known = node.createRunning();
        log.append(known.session(), state -> List.of(deleted()));

        assertThat(log.open(known.session()).lastSequence()).isEqualTo(-1);
        assertStale(() -> log.append(known, state -> List.of(completed())));
        assertStale(() -> log.appendProgress(known.session(), known.fence(), List.of(text("late"))));
        assertThat(LogCheck.head(database, known.session()).getDeletedAt()).isNotNull();
        assertThat(LogCheck.head(database, known.session()).getOwner()).isNull();
    }

    @Test
    void openingReadsEventZeroTheMetadataTheLastCheckpointAndTheFactsAfterIt() {
        SessionId session = node.create();
        for (int turn = 1; turn <= 3; turn++) {
            int number = turn;
            log.append(session, state -> List.of(metadata("in turn " + number)));
            Opened<Tally> running =
                    log.append(session, state -> List.of(started(number))).opened();
            log.appendProgress(session, running.fence(), List.of(text("a"), text("b")));
            log.append(running, state -> List.of(completed(), checkpoint(state, number)));
        }
        log.append(session, state -> List.of(started(4)));
        Opened<Tally> whole = log.open(session);
        long lastCheckpoint = LogCheck.head(database, session).getLastCheckpoint();
        assertThat(lastCheckpoint).isEqualTo(18);
        LogCheck.assertSound(database);

        // What opening has no business with is gone, and nobody notices.
        damageAllBut(session, 0L, whole.state().metadataSequence(), lastCheckpoint, 19L);

        assertThat(log.open(session)).isEqualTo(whole);
        database.sql().deleteFrom(EVENTS).execute();
        database.sql().deleteFrom(SESSION_HEAD).execute();
    }

    @Test
    void aRepeatedAppendWritesNothingAndSaysWhatTheFirstOneWrote() {
        SessionId session = node.create();
        IdempotentRequest request = new IdempotentRequest(TestEvents.KEY, "turn");

        var first = log.appendOnce(session, state -> List.of(started(1)), request, "hello");
        var second = log.appendOnce(
                session,
                state -> {
                    throw new IllegalStateException("A repeat is not decided on");
                },
                request,
                "hello");

        assertThat(first).isInstanceOf(Once.Written.class);
        assertThat(second).isEqualTo(new Once.Repeated<>(session, 1, 1));
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> log.appendOnce(session, state -> List.of(started(1)), request, "goodbye"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED));
        SessionId another = node.create();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> log.appendOnce(another, state -> List.of(started(1)), request, "hello"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void ofManyRepeatsAtOnceOneIsWritten() throws Exception {
        SessionId session = node.create();
        SessionId rival = node.create();
        IdempotentRequest request = new IdempotentRequest(TestEvents.KEY, "at once");
        List<Future<Once<Tally>>> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor();
                LogNode second = LogNode.start(database, other)) {
            for (int caller = 0; caller < 20; caller++) {
                EventLog<Tally> door = caller % 2 == 0 ? log : second.log();
                answers.add(callers.submit(
                        () -> door.appendOnce(session, state -> List.of(metadata("once")), request, "same")));
            }
            // The key of another session's append; whoever comes second is refused.
            Future<?> reused = callers.submit(() -> log.appendOnce(
                    rival, state -> List.of(metadata("once")), new IdempotentRequest(TestEvents.KEY, "else"), "same"));
            reused.get();
            for (Future<Once<Tally>> answer : answers) {
                answer.get();
            }
        }

        int written = 0;
        for (Future<Once<Tally>> answer : answers) {
            written += answer.get() instanceof Once.Written<Tally> ? 1 : 0;
        }
        assertThat(written).isOne();
        assertThat(LogCheck.events(database, session)).hasSize(2);
    }

    @Test
    void whatIsQueuedWhenTheLogClosesIsRefused() {
        SessionId session = node.create();
        node.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> log.append(session, state -> List.of(metadata("late"))))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE));
    }

    private void damageAllBut(SessionId session, Long... sequences) {
        database.sql()
                .update(EVENTS)
                .set(EVENTS.PAYLOAD, new byte[] {(byte) 0xFF})
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .and(EVENTS.SEQUENCE.notIn(sequences))
                .execute();
    }

    private static void assertStale(ThrowingCallable call) {
        assertThatExceptionOfType(StaleWriterException.class).isThrownBy(call);
    }
}
