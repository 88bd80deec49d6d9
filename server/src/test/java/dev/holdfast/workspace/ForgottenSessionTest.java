package dev.holdfast.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A destroyed session's own directory goes, and nothing else. */
final class ForgottenSessionTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final Duration GRACE = Duration.ofSeconds(6);

    private final FilesCaller caller = new FilesCaller(SERVER, "forgotten");

    @Test
    void aDeletedSessionsDirectoryGoesWithAllThatIsInIt() throws IOException {
        String session = caller.session(FilesCaller.WHOLE);
        String other = caller.session(FilesCaller.WHOLE);
        caller.put(session, "kept", "kept");
        caller.put(session, ".sessions/" + other + "/kept", "kept");
        caller.put(session, ".sessions/" + session + "/" + "deep/".repeat(150) + "notes", "mine");
        Path own = caller.directory().resolve(".sessions/" + session);
        Files.createSymbolicLink(own.resolve("link"), caller.directory());
        Files.createSymbolicLink(own.resolve("deep/file"), caller.directory().resolve("kept"));

        caller.end(session);
        SERVER.clock.advance(GRACE);

        await().until(() -> !Files.exists(own, LinkOption.NOFOLLOW_LINKS));
        assertThat(caller.directory().resolve("kept")).hasContent("kept");
        assertThat(caller.get(other, ".sessions/" + other + "/kept").body()).isEqualTo("kept");
    }

    @Test
    void soDoesThatOfOneWhoseTimeIsOver() {
        String session = caller.session("{\"ttl\":60}");
        caller.put(session, ".sessions/" + session + "/notes", "mine");
        Path own = caller.directory().resolve(".sessions/" + session);
        assertThat(own).exists();

        SERVER.clock.advance(Duration.ofSeconds(61));
        await().until(() -> caller.list(session, "").statusCode() == 404);
        SERVER.clock.advance(GRACE);

        await().until(() -> !Files.exists(own, LinkOption.NOFOLLOW_LINKS));
    }
}
