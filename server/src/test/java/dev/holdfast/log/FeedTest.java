package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.deleted;
import static dev.holdfast.log.TestEvents.metadata;
import static dev.holdfast.log.TestEvents.text;
import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery.Delivered;
import dev.holdfast.log.Delivery.Ended;
import dev.holdfast.log.Delivery.Quiet;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class FeedTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    private final Database database = POSTGRES.database();
    private LogNode node;
    private LogNode neighbour;

    @BeforeEach
    void start() {
        node = LogNode.start(database, one);
        neighbour = LogNode.start(database, other);
    }

    @AfterEach
    void stop() {
        neighbour.close();
        node.close();
    }

    @Test
    void aFollowerGetsWhatWasAndThenWhatComes() throws Exception {
        Opened<Tally> running = node.createRunning();
        try (Follower follower = node.log().feed().follow(running.session(), -1)) {
            assertThat(take(follower, 2)).containsExactly(0L, 1L);
            assertThat(follower.next(Duration.ZERO)).isInstanceOf(Quiet.class);

            node.log().appendProgress(running.session(), running.fence(), List.of(text("a"), text("b")));

            assertThat(take(follower, 2)).containsExactly(2L, 3L);
        }
    }

    @Test
    void aFollowerGetsWhatAnotherNodeAppends() throws Exception {
        Opened<Tally> running = node.createRunning();
        try (Follower follower = neighbour.log().feed().follow(running.session(), 1)) {
            assertThat(follower.next(Duration.ZERO)).isInstanceOf(Quiet.class);

            node.log().appendProgress(running.session(), running.fence(), List.of(text("a"), text("b")));

            assertThat(take(follower, 2)).containsExactly(2L, 3L);
        }
    }

    @Test
    void everyFollowerGetsEveryEventOnceAndInOrderWhoeverWritesAndWhereverItBegins() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Opened<Tally> running = node.createRunning();
        SessionId session = running.session();
        int words = 300;
        int changes = 40;
        long last = 1L + words + 2L * changes;
        List<Future<List<Long>>> read = new ArrayList<>();
        List<Long> begins = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < 12; reader++) {
                Feed feed = (reader % 2 == 0 ? node : neighbour).log().feed();
                long after = random.nextInt(-1, 60);
                begins.add(after);
                read.add(threads.submit(() -> readUpTo(feed, session, after, last)));
            }
            Future<?> worker = threads.submit(() -> {
                for (int word = 0; word < words; word++) {
                    node.log().appendProgress(session, running.fence(), List.of(text("w" + word)));
                }
            });
            List<Future<?>> callers = List.of(
                    threads.submit(() -> change(node, session, changes)),
                    threads.submit(() -> change(neighbour, session, changes)));
            worker.get();
            for (Future<?> caller : callers) {
                caller.get();
            }
            for (int reader = 0; reader < read.size(); reader++) {
                assertThat(read.get(reader).get())
                        .as("what the reader got that began after " + begins.get(reader) + "; seed " + seed)
                        .containsExactlyElementsOf(LongStream.rangeClosed(begins.get(reader) + 1, last)
                                .boxed()
                                .toList());
            }
        }
        LogCheck.assertSound(database);
    }

    @Test
    void aFollowerThatNobodyAsksHoldsAFewEventsAndReadsTheRestWhenItIsAsked() throws Exception {
        Opened<Tally> running = node.createRunning();
        try (Follower stalled = node.log().feed().follow(running.session(), 0)) {
            assertThat(take(stalled, 1)).containsExactly(1L);
            List<TextAdded> many = new ArrayList<>();
            LongStream.range(0, 100).forEach(word -> many.add(text("word")));
            for (int append = 0; append < 20; append++) {
                node.log().appendProgress(running.session(), running.fence(), many);
            }

            assertThat(stalled.held()).isLessThanOrEqualTo(64);
            assertThat(take(stalled, 2_000))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, 2_001).boxed().toList());
        }
    }

    @Test
    void aPageIsBoundedInBytesAndAnEventLargerThanAPageStillComes() throws Exception {
        Opened<Tally> running = node.createRunning();
        String large = "x".repeat(700_000);
        String larger = "y".repeat(3_000_000);
        for (String delta : List.of(large, large, larger, "small")) {
            node.log().appendProgress(running.session(), running.fence(), List.of(text(delta)));
        }
        FeedPages pages = new FeedPages(database);
        assertThat(pages.after(running.session(), 1).events())
                .extracting(RecordedEvent::sequence)
                .containsExactly(2L);
        assertThat(pages.after(running.session(), 3).events())
                .extracting(RecordedEvent::sequence)
                .containsExactly(4L);
        try (Follower follower = node.log().feed().follow(running.session(), 1)) {
            assertThat(take(follower, 4)).containsExactly(2L, 3L, 4L, 5L);
        }
    }

    @Test
    void aFollowerOfADeletedSessionGetsItsLastEventAndThenItsEnd() throws Exception {
        SessionId session = node.create();
        try (Follower here = node.log().feed().follow(session, 0);
                Follower there = neighbour.log().feed().follow(session, 0)) {
            assertThat(there.next(Duration.ZERO)).isInstanceOf(Quiet.class);
            node.log().append(session, state -> List.of(deleted()));

            assertThat(take(here, 1)).containsExactly(1L);
            assertThat(here.next(PATIENCE)).isInstanceOf(Ended.class);
            assertThat(take(there, 1)).containsExactly(1L);
            assertThat(there.next(PATIENCE)).isInstanceOf(Ended.class);
        }
    }

    @Test
    void aFollowerOfASessionWhoseRowsAreGoneComesToItsEnd() throws Exception {
        SessionId session = node.create();
        try (Follower follower = neighbour.log().feed().follow(session, 0)) {
            assertThat(follower.next(Duration.ZERO)).isInstanceOf(Quiet.class);
            database.transaction(sql -> {
                sql.deleteFrom(EVENTS)
                        .where(EVENTS.SESSION_ID.eq(session.value()))
                        .execute();
                return sql.deleteFrom(SESSION_HEAD)
                        .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                        .execute();
            });
            assertThat(follower.next(PATIENCE)).isInstanceOf(Ended.class);
        }
        try (Follower follower = node.log().feed().follow(new SessionId(UUID.randomUUID()), -1)) {
            assertThat(follower.next(PATIENCE)).isInstanceOf(Ended.class);
        }
    }

    @Test
    void closingAFollowerEndsTheOneWhoWaits() throws Exception {
        SessionId session = node.create();
        Follower follower = node.log().feed().follow(session, 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Delivery> waiting = threads.submit(() -> follower.next());
            follower.close();
            assertThat(waiting.get()).isInstanceOf(Ended.class);
        }
    }

    @Test
    void aCursorAheadOfTheLogWaitsForItsNumber() throws Exception {
        SessionId session = node.create();
        try (Follower follower = node.log().feed().follow(session, 2)) {
            assertThat(follower.next(Duration.ZERO)).isInstanceOf(Quiet.class);
            for (int change = 1; change <= 3; change++) {
                node.log().append(session, state -> List.of(metadata("{}")));
            }
            assertThat(take(follower, 1)).containsExactly(3L);
        }
    }

    private static void change(LogNode by, SessionId session, int times) {
        for (int time = 0; time < times; time++) {
            by.log().append(session, state -> List.of(metadata("{}")));
        }
    }

    private static List<Long> readUpTo(Feed feed, SessionId session, long after, long last)
            throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        try (Follower follower = feed.follow(session, after)) {
            while (sequences.isEmpty() || sequences.getLast() < last) {
                sequences.addAll(take(follower, 1));
            }
        }
        return sequences;
    }

    private static List<Long> take(Follower follower, int count) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            Delivery delivery = follower.next(PATIENCE);
            assertThat(delivery).as("after " + sequences).isInstanceOf(Delivered.class);
            if (delivery instanceof Delivered delivered) {
                sequences.add(delivered.event().sequence());
            }
        }
        return sequences;
    }
}
