package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery.Delivered;
import dev.holdfast.log.HeadChange.Owner;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is at hand of a turn that has just begun is all of it or nothing. */
final class BeginningsTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final SessionId SESSION = new SessionId(new UUID(1, 1));
    private static final int RACES = 200;
    private static final int WORDS = 8;

    @TempDir
    private Path home;

    private final Beginnings beginnings = new Beginnings();

    @Test
    void aTurnIsKnownFromWhereItBeganUntilItEnds() {
        commit(5, 2, Owner.THIS_NODE);
        commit(7, 1, Owner.UNCHANGED);

        assertThat(after(4)).hasValue(List.of(5L, 6L, 7L));
        assertThat(after(6)).hasValue(List.of(7L));
        assertThat(after(7)).hasValue(List.of());
        assertThat(after(3)).as("what was before it").isEmpty();
        assertThat(after(8)).as("what is to come").isEmpty();

        commit(8, 1, Owner.NOBODY);
        assertThat(after(4)).isEmpty();
    }

    @Test
    void whatCameOutOfOrderIsNotKept() {
        commit(5, 1, Owner.THIS_NODE);
        commit(7, 1, Owner.UNCHANGED);
        assertThat(after(4)).isEmpty();

        commit(6, 1, Owner.UNCHANGED);
        assertThat(after(5)).isEmpty();
    }

    @Test
    void aTurnThatGoesOnBeginsAnew() {
        commit(5, 1, Owner.THIS_NODE);
        commit(6, 1, Owner.NOBODY);
        commit(7, 1, Owner.THIS_NODE);

        assertThat(after(5)).isEmpty();
        assertThat(after(6)).hasValue(List.of(7L));
    }

    @Test
    void longTurnsAndLargeOnesAreNotKept() {
        commit(1, Beginnings.MOST_EVENTS, Owner.THIS_NODE);
        assertThat(after(0)).isPresent();
        commit(Beginnings.MOST_EVENTS + 1, 1, Owner.UNCHANGED);
        assertThat(after(0)).isEmpty();

        beginnings.committed(SESSION, events(1, 1), Beginnings.MOST_BYTES + 1, Owner.THIS_NODE);
        assertThat(after(0)).isEmpty();
    }

    @Test
    void ofManySessionsTheOldestAreForgotten() {
        commit(1, 1, Owner.THIS_NODE);
        for (int other = 0; other < Beginnings.MOST_SESSIONS; other++) {
            beginnings.committed(new SessionId(new UUID(2, other)), events(1, 1), 1, Owner.THIS_NODE);
        }
        assertThat(after(0)).isEmpty();
    }

    /** Nobody looks for what it missed, so whoever missed something would wait for ever. */
    @Test
    void whoComesWhileATurnBeginsMissesNothing() throws Exception {
        LogConfig usual = LogConfig.DEFAULT;
        LogConfig config = new LogConfig(
                usual.committers(),
                usual.batchEvents(),
                usual.batchBytes(),
                usual.queuedEvents(),
                usual.headPatience(),
                usual.outagePatience(),
                usual.settlePatience(),
                Duration.ofHours(1),
                usual.readPatience());
        try (LogNode node = LogNode.start(POSTGRES.database(), home, LogNode.SHAPE, config);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int race = 0; race < RACES; race++) {
                SessionId session = node.create();
                long after = race % 4;
                Opened<Tally> running = node.log()
                        .append(session, state -> List.of(TestEvents.started(1)))
                        .opened();
                Future<?> worker = threads.submit(() -> {
                    for (int word = 0; word < WORDS; word++) {
                        node.log().appendProgress(session, running.fence(), List.of(text("w")));
                    }
                });
                try (Follower follower = node.log().feed().follow(session, after)) {
                    List<Long> seen = new ArrayList<>();
                    while (seen.isEmpty() || seen.getLast() < 1 + WORDS) {
                        Delivery delivery = follower.next(Duration.ofSeconds(30));
                        assertThat(delivery).as("after %s", seen).isInstanceOf(Delivered.class);
                        seen.add(((Delivered) delivery).event().sequence());
                    }
                    assertThat(seen)
                            .containsExactlyElementsOf(LongStream.rangeClosed(after + 1, 1 + WORDS)
                                    .boxed()
                                    .toList());
                }
                worker.get();
            }
        }
    }

    private void commit(long first, int count, Owner owner) {
        beginnings.committed(SESSION, events(first, count), count, owner);
    }

    private Optional<List<Long>> after(long sequence) {
        return beginnings
                .after(SESSION, sequence)
                .map(known ->
                        known.events().stream().map(RecordedEvent::sequence).toList());
    }

    private static List<RecordedEvent> events(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(sequence -> new RecordedEvent(sequence, 1, Instant.EPOCH, text("w")))
                .toList();
    }
}
