package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.Playback;
import dev.holdfast.testing.Playback.Ending;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.testing.WireServer;
import dev.holdfast.v1.Event.PayloadCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a provider over the network answers is shown once, whether the provider cuts its stream off or the server is killed while
 * it comes.
 */
final class AnswersOfProvidersTest {

    private static final String WORDS = "Hello, wörld 🌍 and all.";

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    static Path directory;

    private static final AtomicReference<ServerProcess> SERVER = new AtomicReference<>();
    private static final AtomicReference<Playback[]> SCRIPT = new AtomicReference<>();
    private static WireServer provider;
    private static Installation installation;

    private final Program program = new Program(SERVER::get);

    @BeforeAll
    static void start() throws IOException {
        provider = WireServer.playing(request -> SCRIPT.get()[asked(request)]);
        Path file = Files.writeString(directory.resolve("holdfast.yaml"), """
                models:
                  providers:
                    local: {api: openai-chat, base_url: "%s/v1", api_key_env: LOCAL_KEY}
                  catalogue:
                    - {name: chat, provider: local, input_price: 1000, output_price: 1000}
                """.formatted(provider.url()));
        Map<String, String> settings = new HashMap<>(Installation.LONG_LEASE);
        settings.put("HOLDFAST_CONFIG", file.toString());
        settings.put("LOCAL_KEY", "sk-local-key");
        installation = new Installation(POSTGRES.address(), directory, settings);
        SERVER.set(installation.start("node"));
    }

    /** How often the session of this request has asked before: what it says is in the conversation. */
    private static int asked(WireServer.Request request) {
        long before = provider.requests().stream()
                .filter(other ->
                        other.number() < request.number() && other.body().equals(request.body()))
                .count();
        return (int) Math.min(before, SCRIPT.get().length - 1);
    }

    @AfterAll
    static void stop() {
        installation.close();
        provider.close();
    }

    @Test
    void anAnswerThatItsProviderCutsOffIsAskedForAgain() {
        SCRIPT.set(new Playback[] {text().cutBefore(" and", Ending.CLOSED), text()});
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, "cut off");

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.shown(1)).isEqualTo(WORDS);
            assertThat(seen.count(PayloadCase.MODEL_CALL_RETRIED)).isEqualTo(1);
            assertThat(seen.count(PayloadCase.TURN_RECOVERED)).isZero();
            assertSound(reader);
        }
    }

    @Test
    void anAnswerThatComesOtherwiseTheSecondTimeVoidsWhatDiffers() {
        SCRIPT.set(new Playback[] {otherwise().cutBefore(" and", Ending.CLOSED), text()});
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, "other words");

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.shown(1)).startsWith("Howdy, wörld 🌍").endsWith(WORDS);
            assertThat(seen.count(PayloadCase.TURN_RECOVERED)).isEqualTo(1);
            assertThat(seen.last(PayloadCase.TURN_COMPLETED).getTurnCompleted().getText())
                    .isEqualTo(WORDS);
            reader.assertCopy(program.log(session));
            Soundness.assertVerified(POSTGRES.database());
        }
    }

    @Test
    void anAnswerThatIsCutOffEveryTimeFailsTheTurn() {
        SCRIPT.set(new Playback[] {text().cutBefore(" and", Ending.CLOSED)});
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, "every time");

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.last(PayloadCase.TURN_FAILED).getTurnFailed().getError())
                    .isEqualTo(
                            "The connection to the provider local broke. For this answer the model was asked 4 times and"
                                    + " never finished.");
            assertThat(seen.shown(1)).isEqualTo("Hello, wörld 🌍");
            assertSound(reader);
        }
    }

    @Test
    void aKillWhileTheProviderStreamsRepeatsNoWord() {
        SCRIPT.set(new Playback[] {text().cutBefore(" and", Ending.SILENT), text()});
        String session = program.session();
        try (SessionReader reader = new SessionReader(SERVER::get, session)) {
            program.submit(session, "killed");
            reader.await(seen -> seen.shown(1).endsWith("🌍"));
            SERVER.get().kill();
            provider.awaitLeft();
            SERVER.set(installation.start("node"));

            TurnLog seen = reader.await(TurnLog::idle);
            assertThat(seen.shown(1)).isEqualTo(WORDS);
            assertThat(seen.count(PayloadCase.MODEL_CALL_RETRIED)).isEqualTo(1);
            assertThat(seen.count(PayloadCase.TURN_RECOVERED)).isZero();
            assertThat(seen.last(PayloadCase.TURN_COMPLETED).getTurnCompleted().getCostMicros())
                    .isEqualTo(19_000);
            assertSound(reader);
        }
    }

    private static Playback text() {
        return Playback.recorded(AnswersOfProvidersTest.class, "/dev/holdfast/provider/openai-chat/text.http");
    }

    private static Playback otherwise() {
        String wire = text().wire().replace("Hello", "Howdy");
        return new Playback(wire, wire.length(), Ending.CLOSED);
    }

    private void assertSound(SessionReader reader) {
        TurnLog log = program.log(reader.session());
        reader.assertCopy(log);
        log.assertSound(installation.effects());
        Soundness.assertVerified(POSTGRES.database());
    }
}
