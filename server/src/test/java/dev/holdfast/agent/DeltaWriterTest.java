package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class DeltaWriterTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<List<Progress>> written = new CopyOnWriteArrayList<>();

    @Test
    void theFirstWordsAreAppendedAtOnceAndWhatFollowsTogether() throws InterruptedException {
        DeltaWriter writer = new DeltaWriter(written::add, HOUR);

        writer.add(new TextAdded("a"));
        await().until(() -> written.size() == 1);
        writer.add(new TextAdded("b"));
        writer.add(new TextAdded("c"));
        writer.add(new ThinkingAdded("d"));
        writer.add(new TextAdded("e"));
        writer.finish();

        assertThat(written)
                .containsExactly(
                        List.of(new TextAdded("a")),
                        List.of(new TextAdded("bc"), new ThinkingAdded("d"), new TextAdded("e")));
    }

    @Test
    void whatIsAbandonedIsNotAppended() throws InterruptedException {
        DeltaWriter writer = new DeltaWriter(written::add, HOUR);
        writer.add(new TextAdded("a"));
        await().until(() -> written.size() == 1);
        writer.add(new TextAdded("b"));

        writer.abandon();
        writer.finish();

        assertThat(written).containsExactly(List.of(new TextAdded("a")));
    }

    @Test
    void aFailedAppendEndsWhoeverListensToTheModel() {
        IllegalStateException failure = new IllegalStateException("stale");
        DeltaWriter writer = new DeltaWriter(
                deltas -> {
                    throw failure;
                },
                HOUR);
        writer.add(new TextAdded("a"));

        assertThatThrownBy(() -> new CountDownLatch(1).await(30, TimeUnit.SECONDS))
                .isInstanceOf(InterruptedException.class);

        assertThatThrownBy(() -> writer.add(new TextAdded("b"))).isSameAs(failure);
        assertThatThrownBy(writer::abandon).isSameAs(failure);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aModelThatIsFasterThanTheDatabaseIsHeldBack() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        DeltaWriter writer = new DeltaWriter(
                deltas -> {
                    written.add(deltas);
                    awaitQuietly(slow);
                },
                Duration.ZERO);
        writer.add(new TextAdded("first"));
        await().until(() -> written.size() == 1);
        String much = "x".repeat(70_000);
        writer.add(new TextAdded(much));
        Thread model = Thread.ofVirtual().start(() -> writer.add(new TextAdded("more")));
        await().until(() -> model.getState() == Thread.State.WAITING);

        slow.countDown();
        model.join();
        writer.finish();

        StringBuilder all = new StringBuilder();
        written.forEach(batch -> batch.forEach(delta -> all.append(((TextAdded) delta).delta())));
        assertThat(all.toString()).isEqualTo("first" + much + "more");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
