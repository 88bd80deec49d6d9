package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.storage.Database;
import dev.holdfast.storage.RestartablePostgres;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.PauseReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the database is gone nothing is lost and nobody is told what is not so; when it is back, turns and readers go on. */
final class ALostDatabaseIsWaitedForTest {

    @TempDir
    private Path directory;

    private RestartablePostgres postgres;

    @BeforeEach
    void startPostgres() {
        postgres = RestartablePostgres.start(directory);
    }

    @AfterEach
    void stopPostgres() {
        postgres.close();
    }

    @Test
    void anOutageShorterThanTheLeaseCostsNothing() throws Exception {
        try (Installation installation = installation(Installation.LONG_LEASE)) {
            ServerProcess server = installation.start("node");
            Program program = new Program(() -> server);
            String words = program.session();
            String tool = program.session();
            try (SessionReader reader = new SessionReader(() -> server, words);
                    SessionReader second = new SessionReader(() -> server, tool)) {
                begin(installation, program, reader, tool);
                loseTheDatabase(installation, server);

                second.await(TurnLog::idle);
                assertWhole(installation, program, reader);
                assertThat(installation.effects().runs("tool")).isEqualTo(1);
                assertSound(installation, program, second);
            }
        }
    }

    @Test
    void anOutageLongerThanTheLeaseLeavesWhatWasUnderWayInDoubt() throws Exception {
        try (Installation installation = installation(Installation.SHORT_LEASE)) {
            ServerProcess server = installation.start("node");
            Program program = new Program(() -> server);
            String words = program.session();
            String tool = program.session();
            try (SessionReader reader = new SessionReader(() -> server, words);
                    SessionReader second = new SessionReader(() -> server, tool)) {
                begin(installation, program, reader, tool);
                loseTheDatabase(installation, server);

                TurnLog paused = second.await(TurnLog::paused);
                assertThat(paused.pause().getReason()).isEqualTo(PauseReason.PAUSE_REASON_EFFECT_IN_DOUBT);
                program.approve(tool, paused.openAction(), "it was done");
                second.await(TurnLog::idle);
                assertWhole(installation, program, reader);
                assertThat(installation.effects().runs("tool")).isEqualTo(1);
                assertSound(installation, program, second);
            }
        }
    }

    private Installation installation(Map<String, String> settings) {
        return new Installation(postgres.address(), directory, settings);
    }

    private static void begin(Installation installation, Program program, SessionReader words, String tool) {
        program.submit(words.session(), "/words 60\n/pace 20");
        program.submit(tool, "/call Bash {\"label\":\"tool\",\"gate\":\"tool\"}\n/then\n/words 3");
        words.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5);
        await().atMost(Program.PATIENCE).until(() -> installation.effects().runs("tool") == 1);
    }

    /** Requests are refused meanwhile, and the tool ends. */
    private void loseTheDatabase(Installation installation, ServerProcess server) throws IOException {
        postgres.stopHard();
        assertThat(server.send("POST", "/holdfast/v1/sessions", Installation.KEY)
                        .statusCode())
                .isEqualTo(503);
        assertThat(server.send("GET", "/health", Installation.KEY).statusCode()).isEqualTo(503);
        installation.effects().open("tool");
        postgres.startAgain();
    }

    private void assertWhole(Installation installation, Program program, SessionReader reader) {
        TurnLog seen = reader.await(TurnLog::idle);
        assertThat(seen.shown(1)).startsWith("1 2 3 ").endsWith(" 59 60");
        assertSound(installation, program, reader);
    }

    private void assertSound(Installation installation, Program program, SessionReader reader) {
        TurnLog log = program.log(reader.session());
        reader.assertCopy(log);
        log.assertSound(installation.effects());
        try (Database database = postgres.open()) {
            Soundness.assertVerified(database);
        }
    }
}
