package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of a response takes no word from its reader and tells none twice. */
final class AResponseSurvivesAKillTest {

    private static final int WORDS = 60;

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    static Path directory;

    private static final AtomicReference<ServerProcess> SERVER = new AtomicReference<>();
    private static Installation installation;

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
    void theReaderComesBackWithTheLastFrameThatItSaw() {
        ResponseReader reader = new ResponseReader(SERVER::get, "/words " + WORDS + "\n/pace 20");
        for (int pieces : List.of(5, 10)) {
            reader.readUntil(seen -> reader.count("text.delta") >= pieces);
            killAndStart();
            reader.comeBack();
        }
        reader.readToTheEnd();

        assertThat(reader.text())
                .isEqualTo(IntStream.rangeClosed(1, WORDS)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ")));
        assertThat(reader.count("text.start")).isEqualTo(1);
        reader.assertWhole();
        Soundness.assertVerified(POSTGRES.database());
    }

    @Test
    void aCallThatWasCutOffIsToldToTheModelAndNotRepeated() {
        ResponseReader reader =
                new ResponseReader(SERVER::get, "/call Bash {\"label\":\"cut\",\"gate\":\"cut\"}\n/then\n/words 3");
        reader.readUntil(seen -> reader.count("tool_use.stop") == 1);
        await().atMost(Program.PATIENCE).until(() -> installation.effects().runs("cut") == 1);
        killAndStart();
        reader.comeBack();
        reader.readToTheEnd();

        assertThat(reader.last("tool_result").json().text("is_error")).isEqualTo("true");
        assertThat(reader.last("tool_result").json().text("content")).contains("may have run");
        assertThat(installation.effects().runs("cut")).isEqualTo(1);
        assertThat(reader.text()).endsWith("1 2 3");
        reader.assertWhole();
        Soundness.assertVerified(POSTGRES.database());
    }

    private static void killAndStart() {
        SERVER.get().kill();
        SERVER.set(installation.start("node"));
    }
}
