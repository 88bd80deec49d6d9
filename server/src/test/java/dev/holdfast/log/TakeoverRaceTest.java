package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.metadata;
import static dev.holdfast.log.TestEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nodes take sessions from each other at random while all of them append: no row is ever by an old fence. */
final class TakeoverRaceTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final int NODES = 3;
    private static final int SESSIONS = 6;
    private static final int TAKEOVERS = 150;

    @TempDir
    private Path homes;

    private final Database database = POSTGRES.database();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong stale = new AtomicLong();

    /** A session that everybody wants: its newest fence, and the words whose append was confirmed, by number. */
    private record Contested(SessionId session, AtomicLong fence, Map<Long, String> confirmed) {}

    @Test
    void noRowIsByAnOldFenceAndNoNumberIsMissingOrUsedTwice() throws Exception {
        long seed = System.nanoTime();
        List<LogNode> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            nodes.add(LogNode.start(database, Files.createDirectory(homes.resolve(Integer.toString(node)))));
        }
        List<Contested> sessions = new ArrayList<>();
        for (int session = 0; session < SESSIONS; session++) {
            Opened<Tally> running = nodes.getFirst().createRunning();
            sessions.add(new Contested(running.session(), new AtomicLong(running.fence()), new ConcurrentHashMap<>()));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (LogNode node : nodes) {
                for (Contested session : sessions) {
                    writers.add(threads.submit(() -> write(node, session)));
                }
            }
            Random random = new Random(seed);
            for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
                take(nodes.get(random.nextInt(NODES)), sessions.get(random.nextInt(SESSIONS)));
            }
            done.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        nodes.forEach(LogNode::close);

        LogCheck.assertSound(database);
        assertThat(stale).as("appends that came too late; seed " + seed).hasPositiveValue();
        for (Contested session : sessions) {
            List<RecordedEvent> events = LogCheck.events(database, session.session());
            assertThat(events.stream().skip(2).map(TakeoverRaceTest::fence).toList())
                    .as("fences of the rows in their order; seed " + seed)
                    .isSorted();
            session.confirmed()
                    .forEach((sequence, word) ->
                            assertThat(word(events.get(sequence.intValue()))).isEqualTo(word));
            // Whoever was told that it is stale has written nothing.
            assertThat(events).hasSize(session.confirmed().size() + 2);
        }
    }

    /** Appends with the fence that was the newest a moment ago, whoever owns the session by now. */
    private void write(LogNode node, Contested session) {
        for (int word = 0; !done.get(); word++) {
            long fence = session.fence().get();
            String text = fence + "/" + node.lease().id() + "/" + word;
            try {
                long sequence = word % 4 == 0
                        ? appendFact(node, session.session(), fence, text)
                        : node.log().appendProgress(session.session(), fence, List.of(text(text)));
                session.confirmed().put(sequence, text);
            } catch (StaleWriterException e) {
                stale.incrementAndGet();
            }
        }
    }

    private static long appendFact(LogNode node, SessionId session, long fence, String text) {
        Opened<Tally> opened = node.log().open(session);
        Opened<Tally> known = new Opened<>(
                session, opened.state(), fence, opened.revision(), opened.lastSequence(), opened.turnNumber());
        return node.log().append(known, state -> List.of(metadata(text))).lastSequence();
    }

    private static void take(LogNode node, Contested session) {
        Opened<Tally> taken =
                node.log().takeOver(session.session(), session.fence().get());
        session.fence().set(taken.fence());
    }

    private static String word(RecordedEvent event) {
        return switch (event.event()) {
            case TextAdded added -> added.delta();
            case SessionMetadataUpdated updated -> updated.metadata().text();
            default -> throw new IllegalStateException("nobody wrote " + event);
        };
    }

    private static long fence(RecordedEvent event) {
        String word = word(event);
        return Long.parseLong(word.substring(0, word.indexOf('/')));
    }
}
