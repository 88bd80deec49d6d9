package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.Effects;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.Event.PayloadCase;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to stop ends its tools and its readers' streams, and the next start goes on with its turns at once. */
final class AStoppedServerLeavesNothingBehindTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private final AtomicReference<ServerProcess> server = new AtomicReference<>();
    private final Program program = new Program(server::get);

    @Test
    void theNextStartGoesOn(@TempDir Path directory) {
        try (Installation installation = new Installation(POSTGRES.address(), directory, Installation.LONG_LEASE)) {
            Effects effects = installation.effects();
            server.set(installation.start("node"));
            String words = program.session();
            String tool = program.session();
            try (SessionReader reader = new SessionReader(server::get, words);
                    SessionReader second = new SessionReader(server::get, tool)) {
                program.submit(words, "/words 60\n/pace 20");
                program.submit(tool, "/call Read {\"label\":\"tool\",\"gate\":\"tool\"}\n/then\n/words 3");
                reader.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5);
                await().atMost(Program.PATIENCE).until(() -> effects.runs("tool") == 1);
                server.get().close();

                assertThat(effects.endedEarly("tool")).isEqualTo(1);
                await().atMost(Program.PATIENCE)
                        .until(() ->
                                !reader.endings().isEmpty() && !second.endings().isEmpty());
                assertThat(reader.endings().getFirst()).isEqualTo("ended");
                assertThat(second.endings().getFirst()).isEqualTo("ended");
                effects.open("tool");
                server.set(installation.start("node"));

                assertThat(reader.await(TurnLog::idle).shown(1))
                        .startsWith("1 2 3 ")
                        .endsWith(" 59 60");
                second.await(TurnLog::idle);
                assertThat(effects.runs("tool")).isEqualTo(2);
                assertSound(reader, effects);
                assertSound(second, effects);
            }
        }
    }

    private void assertSound(SessionReader reader, Effects effects) {
        TurnLog log = program.log(reader.session());
        reader.assertCopy(log);
        log.assertSound(effects);
        Soundness.assertVerified(POSTGRES.database());
    }
}
