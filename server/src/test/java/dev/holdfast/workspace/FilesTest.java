package dev.holdfast.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files are written, read, listed and deleted, and the sessions of a tenant share them. */
final class FilesTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer().withMaxFileBytes(1_000_000);

    private static int tenants;

    private final FilesCaller caller = new FilesCaller(SERVER, "files" + ++tenants);
    private String session = "";

    @BeforeEach
    void makeSession() {
        session = caller.session(FilesCaller.WHOLE);
    }

    @Test
    void aFileIsReadAsItWasWritten() {
        HttpResponse<String> written = caller.put(session, "a/b/c.txt", "hello");

        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        assertThat(written.body()).matches("\\{\"path\":\"a/b/c.txt\",\"size\":5,\"modified\":\\d+\\.\\d+}");
        HttpResponse<String> read = caller.get(session, "a/b/c.txt");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.headers().firstValue("content-length")).contains("5");
        assertThat(read.headers().firstValue("content-type")).contains("text/plain");
        assertThat(read.headers().firstValue("accept-ranges")).contains("bytes");
        assertThat(read.headers().firstValue("etag"))
                .isEqualTo(written.headers().firstValue("etag"))
                .isPresent();
        assertThat(read.headers().firstValue("last-modified")).isPresent();
    }

    @Test
    void anEmptyWorkspaceHasNoFiles() {
        assertThat(caller.list(session, "").body()).isEqualTo("[]");
        assertThat(caller.get(session, ".sessions/" + session).body()).isEqualTo("[]");
        assertThat(caller.get(session, "none").statusCode()).isEqualTo(404);
    }

    @Test
    void aDirectoryIsListedByName() {
        caller.put(session, "b.txt", "bb");
        caller.put(session, "a/x", "");
        caller.put(session, "%C3%A4.txt", "1");

        String listing = caller.list(session, "").body();

        assertThat(listing.replaceAll("\\d+\\.\\d+", "T"))
                .isEqualTo("[{\"name\":\"a\",\"type\":\"directory\",\"size\":0,\"modified\":T},"
                        + "{\"name\":\"b.txt\",\"type\":\"file\",\"size\":2,\"modified\":T},"
                        + "{\"name\":\"ä.txt\",\"type\":\"file\",\"size\":1,\"modified\":T}]");
        assertThat(caller.list(session, "?path=a").body()).contains("\"name\":\"x\"");
        assertThat(caller.get(session, "a").body())
                .isEqualTo(caller.list(session, "?path=a/").body());
        assertThat(caller.list(session, "?limit=1&offset=1").body())
                .contains("b.txt")
                .doesNotContain("ä");
        assertThat(caller.list(session, "?path=b.txt").statusCode()).isEqualTo(404);
    }

    @Test
    void writingAgainReplaces() {
        caller.put(session, "a", "one");

        assertThat(caller.put(session, "a", "two").statusCode()).isEqualTo(201);

        assertThat(caller.get(session, "a").body()).isEqualTo("two");
    }

    @Test
    void aDeletedFileIsGone() {
        caller.put(session, "a", "one");

        assertThat(caller.delete(session, "a").statusCode()).isEqualTo(204);

        assertThat(caller.delete(session, "a").statusCode()).isEqualTo(404);
        assertThat(caller.get(session, "a").statusCode()).isEqualTo(404);
    }

    @Test
    void aDirectoryIsNeitherWrittenNorDeletedAndAFileHoldsNothing() {
        caller.put(session, "a/b", "one");

        assertThat(caller.delete(session, "a").statusCode()).isEqualTo(409);
        assertThat(caller.put(session, "a", "x").statusCode()).isEqualTo(409);
        assertThat(caller.put(session, "a/b/c", "x").statusCode()).isEqualTo(409);
        assertThat(caller.get(session, "a/b/c").statusCode()).isEqualTo(404);
        assertThat(caller.delete(session, "a/b/c").statusCode()).isEqualTo(404);
        assertThat(caller.put(session, ".sessions", "x").statusCode()).isEqualTo(409);
        assertThat(caller.put(session, ".sessions/" + session, "x").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aFileThatIsTooLargeLeavesNothing() throws IOException {
        caller.put(session, "a", "old");

        HttpResponse<String> refused = caller.put(session, "a", "x".repeat(1_000_001));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(caller.get(session, "a").body()).isEqualTo("old");
        assertThat(uploads()).isEmpty();
        assertThat(caller.put(session, "a", "x".repeat(1_000_000)).statusCode()).isEqualTo(201);
    }

    @Test
    void theSessionsOfATenantShareFilesAndTenantsShareNothing() {
        caller.put(session, "a", "one");
        FilesCaller stranger = new FilesCaller(SERVER, "stranger" + tenants);

        assertThat(caller.get(caller.session(FilesCaller.WHOLE), "a").body()).isEqualTo("one");
        assertThat(stranger.get(stranger.session(FilesCaller.WHOLE), "a").statusCode())
                .isEqualTo(404);
        assertThat(stranger.get(session, "a").statusCode()).isEqualTo(404);
    }

    @Test
    void aScopeIsSeenAndNothingElse() {
        caller.put(session, "projects/a/x", "1");
        caller.put(session, "projects/ab/x", "1");
        caller.put(session, "projects/file", "1");
        caller.put(session, "shared/x", "1");
        String narrow = caller.session(List.of("projects/a"), List.of("projects/a/out"));

        assertThat(names(caller.list(narrow, ""))).containsExactly("projects");
        assertThat(names(caller.list(narrow, "?path=projects"))).containsExactly("a");
        assertThat(names(caller.list(narrow, "?path=projects/a"))).containsExactly("x");
        assertThat(caller.get(narrow, "projects/a/x").body()).isEqualTo("1");
        assertThat(caller.put(narrow, "projects/a/x", "2").statusCode()).isEqualTo(403);
        assertThat(caller.put(narrow, "projects/a/out/y", "2").statusCode()).isEqualTo(201);
        assertThat(caller.get(narrow, "projects/a/out/y").body()).isEqualTo("2");
        for (String outside : List.of("projects/ab/x", "projects/file", "shared", "shared/x", "none", "none/x")) {
            HttpResponse<String> refused = caller.get(narrow, outside);
            assertThat(refused.statusCode()).as(outside).isEqualTo(403);
            assertThat(refused.body())
                    .isEqualTo("{\"error\":\"Forbidden\",\"message\":\"'" + outside + "' not in session scope\"}");
        }
    }

    @Test
    void aSessionHasItsOwnDirectoryWhateverItsScope() {
        String one = caller.session(List.of("a"), List.of());
        String other = caller.session(List.of("a", ".sessions"), List.of(".sessions/" + one));

        assertThat(caller.put(one, ".sessions/" + one + "/notes", "mine").statusCode())
                .isEqualTo(201);

        assertThat(names(caller.list(one, "?path=.sessions"))).containsExactly(one);
        assertThat(caller.get(other, ".sessions/" + one + "/notes").statusCode())
                .isEqualTo(403);
        assertThat(names(caller.list(other, "?path=.sessions"))).isEmpty();
        assertThat(caller.get(session, ".sessions/" + one + "/notes").body()).isEqualTo("mine");
    }

    @Test
    void anEncodedSlashIsASlash() {
        caller.put(session, "a%2Fb%2fc", "one");

        assertThat(caller.get(session, "a/b/c").body()).isEqualTo("one");
        assertThat(caller.get(session, "a%2F..%2F..%2Fb").statusCode()).isEqualTo(403);
    }

    private static List<String> names(HttpResponse<String> listing) {
        assertThat(listing.statusCode()).as(listing.body()).isEqualTo(200);
        return Stream.of(listing.body().split("\"name\":\"", -1))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf('"')))
                .toList();
    }

    private static List<Path> uploads() throws IOException {
        try (Stream<Path> files = Files.walk(SERVER.workspaces().resolve(".uploads"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
