package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.PauseReason;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed wherever it is in a turn goes on with it when it is started again, and repeats nothing unasked. */
final class ATurnSurvivesAKillTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    static Path directory;

    private static final AtomicReference<ServerProcess> SERVER = new AtomicReference<>();
    private static Installation installation;

    private final Program program = new Program(SERVER::get);

    @BeforeAll
    static void start() {
        installation = new Installation(POSTGRES.address(), directory, Installation.LONG_LEASE);
        SERVER.set(installation.start("node"));
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void anAnswerThatWasCutOffIsShownOnceAndWhole() {
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, "/words 60\n/pace 20");
            reader.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5);
            killAndStart();

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.count(PayloadCase.MODEL_CALL_RETRIED)).isEqualTo(1);
            assertThat(seen.shown(1)).startsWith("1 2 3 ").endsWith(" 59 60");
            assertSound(reader);
        }
    }

    @Test
    void aRepeatableCallThatWasCutOffIsRunAgain() {
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, call("Read", "repeatable") + "/then\n/words 3");
            awaitRuns("repeatable", 1);
            killAndStart();
            awaitRuns("repeatable", 2);
            installation.effects().open("repeatable");

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.last(PayloadCase.TOOL_CALL_COMPLETED)
                            .getToolCallCompleted()
                            .getOutput())
                    .isEqualTo("done repeatable");
            assertThat(seen.count(PayloadCase.TOOL_CALL_EXECUTING)).isEqualTo(1);
            assertSound(reader);
        }
    }

    @Test
    void aCallThatMustNotBeRepeatedIsPutToAPerson() {
        String again = program.session();
        String taken = program.session();
        try (SessionReader first = new SessionReader(SERVER::get, again);
                SessionReader second = new SessionReader(SERVER::get, taken)) {
            program.submit(again, call("Bash", "again") + "/then\n/words 3");
            program.submit(taken, call("Bash", "taken") + "/then\n/words 3");
            awaitRuns("again", 1);
            awaitRuns("taken", 1);
            killAndStart();

            String asked = inDoubt(first);
            String known = inDoubt(second);
            installation.effects().open("again");
            installation.effects().open("taken");
            program.approve(again, asked);
            program.approve(taken, known, "it was done");
            first.await(TurnLog::idle);
            TurnLog seen = second.await(TurnLog::idle);

            assertThat(installation.effects().runs("again")).isEqualTo(2);
            assertThat(installation.effects().runs("taken")).isEqualTo(1);
            assertThat(seen.last(PayloadCase.TURN_RESUMED).getTurnResumed().getOutput())
                    .isEqualTo("it was done");
            assertSound(first);
            assertSound(second);
        }
    }

    @Test
    void whatWaitsForAPersonWaitsOn() {
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submitGated(session, "/call Bash {\"label\":\"gated\"}\n/then\n/words 3");
            String action = reader.await(TurnLog::paused).openAction();
            killAndStart();
            assertThat(installation.effects().runs("gated")).isZero();
            program.approve(session, action);

            reader.await(TurnLog::idle);
            assertThat(installation.effects().runs("gated")).isEqualTo(1);
            assertSound(reader);
        }
    }

    private static String inDoubt(SessionReader reader) {
        TurnLog seen = reader.await(TurnLog::paused);
        assertThat(seen.pause().getReason()).isEqualTo(PauseReason.PAUSE_REASON_EFFECT_IN_DOUBT);
        return seen.openAction();
    }

    /** A call that waits at a gate of its own name. */
    private static String call(String tool, String label) {
        return "/call %s {\"label\":\"%s\",\"gate\":\"%s\"}%n".formatted(tool, label, label);
    }

    private static void awaitRuns(String label, long runs) {
        await().atMost(Program.PATIENCE).until(() -> installation.effects().runs(label) == runs);
    }

    private static void killAndStart() {
        SERVER.get().kill();
        SERVER.set(installation.start("node"));
    }

    private void assertSound(SessionReader reader) {
        TurnLog log = program.log(reader.session());
        reader.assertCopy(log);
        log.assertSound(installation.effects());
        Soundness.assertVerified(POSTGRES.database());
    }
}
