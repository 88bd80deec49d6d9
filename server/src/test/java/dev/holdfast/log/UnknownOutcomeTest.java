package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.metadata;
import static dev.holdfast.log.TestEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.CommitCutter;
import dev.holdfast.testing.CommitCutter.Cut;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection is lost in the commit: what was appended is there once, or not at all and then appended again. */
final class UnknownOutcomeTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final int WRITERS = 8;

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    private CommitCutter network;
    private Database database;
    private LogNode node;

    @BeforeEach
    void start() {
        network = CommitCutter.before(POSTGRES.address());
        database = Database.open(network.address(), 4);
        node = LogNode.start(database, one);
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
        network.close();
        LogCheck.assertSound(POSTGRES.database());
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void anAppendHappensOnceHoweverItsCommitIsCut(Cut cut) throws Exception {
        Opened<Tally> running = node.createRunning();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> cutting = threads.submit(() -> network.cutNext(cut));
            // The first commit may come before there is a cut; some later one does not.
            List<String> written = new ArrayList<>();
            while (!cutting.isDone() || written.size() < 3) {
                String word = "word " + written.size();
                node.log().appendProgress(running.session(), running.fence(), List.of(text(word)));
                written.add(word);
            }
            cutting.get();
            assertThat(words(running.session())).containsExactlyElementsOf(written);
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheNetworkIsCutAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Opened<Tally>> sessions = new ArrayList<>();
        for (int session = 0; session < WRITERS; session++) {
            sessions.add(node.createRunning());
        }
        AtomicBoolean done = new AtomicBoolean();
        List<Future<List<String>>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Opened<Tally> session : sessions) {
                writers.add(threads.submit(() -> write(session, done)));
            }
            List<Cut> cuts = new ArrayList<>(Collections.nCopies(4, EnumSet.allOf(Cut.class)).stream()
                    .flatMap(Set::stream)
                    .toList());
            Collections.shuffle(cuts, random);
            cuts.forEach(network::cutNext);
            done.set(true);
            for (int writer = 0; writer < WRITERS; writer++) {
                List<String> written = writers.get(writer).get();
                assertThat(words(sessions.get(writer).session()))
                        .as("seed " + seed)
                        .containsExactlyElementsOf(written);
            }
        }
    }

    @Test
    void aNewOwnerThatAppendsMeanwhileDoesNotHideWhatWasCommitted() throws Exception {
        Opened<Tally> running = node.createRunning();
        SessionId session = running.session();
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                LogNode successor = LogNode.start(POSTGRES.database(), other)) {
            for (int round = 0; round < 10; round++) {
                Opened<Tally> mine = node.log().open(session);
                Future<?> cutting = threads.submit(() -> network.cutNext(Cut.LATE));
                Future<?> writing = threads.submit(() -> {
                    while (!cutting.isDone()) {
                        String word = mine.fence() + "/" + acknowledged.size();
                        node.log().append(mine.session(), state -> List.of(metadata(word)));
                        acknowledged.add(word);
                    }
                });
                cutting.get();
                // As soon as the late commit lets go of the head, the successor is there.
                Opened<Tally> taken = successor.log().takeOver(session, mine.fence());
                successor.log().appendProgress(session, taken.fence(), List.of(text("mine")));
                writing.get();
            }
        }
        assertThat(LogCheck.events(POSTGRES.database(), session).stream()
                        .filter(event -> event.event() instanceof Event.SessionMetadataUpdated)
                        .map(event -> ((Event.SessionMetadataUpdated) event.event())
                                .metadata()
                                .text())
                        .toList())
                .containsExactlyElementsOf(acknowledged);
    }

    private List<String> write(Opened<Tally> session, AtomicBoolean done) {
        List<String> written = new ArrayList<>();
        Opened<Tally> known = session;
        while (!done.get()) {
            String word = "word " + written.size();
            if (written.size() % 3 == 0) {
                known = node.log()
                        .append(known, state -> List.of(text(word), metadata("{}")))
                        .opened();
            } else {
                node.log().appendProgress(known.session(), known.fence(), List.of(text(word)));
            }
            written.add(word);
        }
        return written;
    }

    private static List<String> words(SessionId session) {
        return LogCheck.events(POSTGRES.database(), session).stream()
                .map(RecordedEvent::event)
                .filter(Event.TextAdded.class::isInstance)
                .map(event -> ((Event.TextAdded) event).delta())
                .toList();
    }
}
