package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.Effects;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.PauseReason;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Of two servers on one database each goes on with the other's turns, and decides on them, wherever they run. */
final class AnotherServerTakesOverTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path directory;

    private Installation installation;
    private Effects effects;
    private ServerProcess one;
    private ServerProcess other;
    private Program atOne;
    private Program atOther;

    @BeforeEach
    void start() {
        installation = new Installation(POSTGRES.address(), directory, Installation.SHORT_LEASE);
        effects = installation.effects();
        one = installation.start("one");
        other = installation.start("other");
        atOne = new Program(() -> one);
        atOther = new Program(() -> other);
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void whatADeadServerRanIsFinishedByTheOther() {
        String words = atOne.session();
        String doubtful = atOne.session();
        try (SessionReader reader = new SessionReader(() -> other, words);
                SessionReader second = new SessionReader(() -> other, doubtful)) {
            atOne.submit(words, "/words 60\n/pace 20");
            atOne.submit(doubtful, call("Bash", "doubtful") + "/then\n/words 3");
            awaitRuns("doubtful", 1);
            reader.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5);
            one.kill();

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.shown(1)).startsWith("1 2 3 ").endsWith(" 59 60");
            TurnLog paused = second.await(TurnLog::paused);
            assertThat(paused.pause().getReason()).isEqualTo(PauseReason.PAUSE_REASON_EFFECT_IN_DOUBT);
            atOther.approve(doubtful, paused.openAction(), "it was done");
            second.await(TurnLog::idle);
            assertThat(reader.endings()).as("connections that broke").isEmpty();
            assertSound(reader);
            assertSound(second);
        }
    }

    @Test
    void aResponseGoesOnInTheStreamOfTheOtherServer() {
        AtomicReference<ServerProcess> server = new AtomicReference<>(one);
        ResponseReader reader = new ResponseReader(server::get, "/words 60\n/pace 20");
        reader.readUntil(seen -> reader.count("text.delta") >= 5);
        server.set(other);
        reader.moveOn();
        reader.readUntil(seen -> reader.count("text.delta") >= 10);
        one.kill();
        reader.readToTheEnd();

        assertThat(reader.text()).startsWith("1 2 3 ").endsWith(" 59 60");
        assertThat(reader.count("text.start")).isEqualTo(1);
        reader.assertWhole();
    }

    @Test
    void callersDecideAtTheServerThatDoesNotRunTheTurn() {
        String cancelled = atOne.session();
        String deleted = atOne.session();
        String approved = atOne.session();
        try (SessionReader reader = new SessionReader(() -> one, cancelled);
                SessionReader second = new SessionReader(() -> one, approved)) {
            atOne.submit(cancelled, call("Bash", "cancelled"));
            atOne.submit(deleted, call("Bash", "deleted"));
            atOne.submitGated(approved, "/call Bash {\"label\":\"approved\"}\n/then\n/words 3");
            awaitRuns("cancelled", 1);
            awaitRuns("deleted", 1);

            atOther.cancel(cancelled);
            atOther.delete(deleted);
            atOther.approve(approved, second.await(TurnLog::paused).openAction());

            awaitEndedEarly("cancelled");
            awaitEndedEarly("deleted");
            second.await(TurnLog::idle);
            assertThat(reader.await(TurnLog::idle).count(PayloadCase.TURN_CANCELLED))
                    .isEqualTo(1);
            assertThat(effects.runs("approved")).isEqualTo(1);
            assertThatThrownBy(() -> atOne.log(deleted))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("NOT_FOUND");
            assertSound(reader);
            assertSound(second);
        }
    }

    @Test
    void aServerSaysOfASessionThatItKnowsWhatTheOtherMadeOfIt() {
        String paused = atOne.session();
        String deleted = atOne.session();
        try (SessionReader reader = new SessionReader(() -> one, paused)) {
            atOther.submitGated(paused, "/call Bash {\"label\":\"waited\"}\n/then\n/words 3");
            TurnLog waiting = reader.await(TurnLog::paused);
            atOther.delete(deleted);

            assertThatThrownBy(() -> atOne.submit(paused, "/words 3")).hasMessageContaining("paused");
            assertThatThrownBy(() -> atOne.submit(deleted, "/words 3")).hasMessageContaining("NOT_FOUND");
            atOther.approve(paused, waiting.openAction(), "it was done");
            reader.await(TurnLog::idle);
            atOne.submit(paused, "/words 3");
            reader.await(seen -> seen.turns() == 2 && seen.idle());
            assertSound(reader);
        }
    }

    @Test
    void aTurnThatBeginsWhereTheLastOneWasCancelledFromElsewhereEndsItsTool() {
        String session = atOne.session();
        try (SessionReader reader = new SessionReader(() -> other, session)) {
            atOne.submit(session, call("Bash", "replaced"));
            awaitRuns("replaced", 1);
            atOther.cancel(session);
            atOne.submit(session, "/words 3");

            awaitEndedEarly("replaced");
            reader.await(seen -> seen.turns() == 2 && seen.idle());
            assertSound(reader);
        }
    }

    @Test
    void aServerThatStoodStillDoesNothingMore() {
        String words = atOne.session();
        String steps = atOne.session();
        String repeated = atOne.session();
        try (SessionReader first = new SessionReader(() -> other, words);
                SessionReader second = new SessionReader(() -> other, steps);
                SessionReader third = new SessionReader(() -> other, repeated)) {
            atOne.submit(words, "/words 60\n/pace 50");
            atOne.submit(steps, call("Bash", "begun") + "/then\n/call Bash {\"label\":\"next\"}\n/then\n/words 3");
            atOne.submit(repeated, call("Read", "repeated") + "/then\n/words 3");
            awaitRuns("begun", 1);
            awaitRuns("repeated", 1);
            first.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5);
            one.freeze();

            first.await(TurnLog::idle);
            TurnLog paused = second.await(TurnLog::paused);
            awaitRuns("repeated", 2);
            effects.open("begun");
            one.thaw();
            assertStillAlive();

            effects.open("repeated");
            third.await(TurnLog::idle);
            assertThat(runsAt(one, "next")).isZero();
            assertThat(atOther.log(steps).events()).isEqualTo(paused.events());
            atOther.approve(steps, paused.openAction(), "it was done");
            second.await(TurnLog::idle);
            assertThat(runsAt(one, "next")).isZero();
            assertThat(effects.runs("next")).isEqualTo(1);
            assertSound(first);
            assertSound(second);
            assertSound(third);
        }
    }

    /** It runs turns again, so whatever it had left to do of the old ones it has done. */
    private void assertStillAlive() {
        String session = atOne.session();
        try (SessionReader reader = new SessionReader(() -> one, session)) {
            atOne.submit(session, "/call Read {\"label\":\"alive\"}\n/then\n/words 3");
            reader.await(TurnLog::idle);
            assertThat(runsAt(one, "alive")).isEqualTo(1);
        }
    }

    private long runsAt(ServerProcess server, String label) {
        return effects.lines().stream()
                .filter(line -> line.what().equals("begun") && line.pid() == server.pid())
                .filter(line -> line.label().equals(label))
                .count();
    }

    /** A call that waits at a gate of its own name. */
    private static String call(String tool, String label) {
        return "/call %s {\"label\":\"%s\",\"gate\":\"%s\"}%n".formatted(tool, label, label);
    }

    private void awaitRuns(String label, long runs) {
        await().atMost(Program.PATIENCE).until(() -> effects.runs(label) == runs);
    }

    private void awaitEndedEarly(String label) {
        await().atMost(Program.PATIENCE).until(() -> effects.endedEarly(label) == 1);
    }

    private void assertSound(SessionReader reader) {
        TurnLog log = atOther.log(reader.session());
        reader.assertCopy(log);
        log.assertSound(effects);
        Soundness.assertVerified(POSTGRES.database());
    }
}
