package dev.holdfast.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody inside swaps directories for links to the outside while files are read, written and deleted over HTTP. */
final class SwappedPathsTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String SECRET = "the-secret";
    private static final int ROUNDS = 700;

    private final FilesCaller caller = new FilesCaller(SERVER, "swapped");

    @Test
    void aSwappedDirectoryLeadsNowhere() throws IOException, InterruptedException {
        String session = caller.session(List.of("box"), List.of("box"));
        caller.put(session, "box/dir/file", "inside");
        Path box = caller.directory().resolve("box");
        Path outside = Files.createDirectories(SERVER.workspaces().resolve("outside"));
        Files.writeString(outside.resolve("file"), SECRET);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread swapper = Thread.ofPlatform().start(() -> swap(box, outside, over, swaps));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                HttpResponse<String> read = caller.get(session, "box/dir/file");
                assertThat(read.statusCode()).isIn(200, 403, 404);
                assertThat(read.body()).doesNotContain(SECRET);
                assertThat(caller.put(session, "box/dir/file", "inside").statusCode())
                        .isIn(201, 403, 409);
                if (round % 3 == 0) {
                    assertThat(caller.put(session, "box/dir/new" + round, "inside")
                                    .statusCode())
                            .isIn(201, 403, 409);
                    assertThat(caller.delete(session, "box/dir/new" + round).statusCode())
                            .isIn(204, 403, 404);
                    assertThat(caller.list(session, "?path=box/dir").body()).doesNotContain("only-outside");
                }
            }
        } finally {
            over.set(true);
            swapper.join();
        }
        assertThat(swaps).hasValueGreaterThan(ROUNDS);
        assertThat(outside.resolve("file")).hasContent(SECRET);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    /** Puts a link in the directory's place and takes it away again; tells how often it did. */
    private static void swap(Path box, Path outside, AtomicBoolean over, AtomicInteger swaps) {
        Path dir = box.resolve("dir");
        Path aside = box.resolve("aside");
        while (!over.get()) {
            try {
                Files.move(dir, aside, StandardCopyOption.ATOMIC_MOVE);
                Files.createSymbolicLink(dir, outside);
                swaps.incrementAndGet();
                Files.delete(dir);
                Files.move(aside, dir, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException aWriteMadeTheDirectoryAgain) {
                setAside(aside, box.resolve("old" + swaps.get()));
            }
        }
    }

    private static void setAside(Path aside, Path old) {
        try {
            Files.move(aside, old, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException nothingThere) {
            // The directory itself was not there yet; the next round finds it.
        }
    }

    @Test
    void whatIsNoFileIsNeverOpened() throws IOException, InterruptedException {
        String session = caller.session(FilesCaller.WHOLE);
        caller.put(session, "odd/file", "1");
        Path odd = caller.directory().resolve("odd");
        Path pipe = odd.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(caller.get(session, "odd/pipe").statusCode()).isEqualTo(404);
        assertThat(caller.put(session, "odd/pipe", "x").statusCode()).isEqualTo(409);
        assertThat(caller.put(session, "odd/pipe/x", "x").statusCode()).isEqualTo(409);
        assertThat(caller.delete(session, "odd/pipe").statusCode()).isEqualTo(404);
        assertThat(caller.list(session, "?path=odd").body()).doesNotContain("pipe");
    }

    @Test
    void everyHandleIsClosed() throws IOException {
        String session = caller.session(List.of("h"), List.of("h"));
        String whole = caller.session(FilesCaller.WHOLE);
        work(session, whole);
        long before = handles();

        for (int round = 0; round < 100; round++) {
            work(session, whole);
        }

        assertThat(handles()).isLessThan(before + 20);
    }

    private void work(String session, String whole) {
        caller.put(session, "h/a/b", "1");
        caller.put(session, "h/a", "1");
        caller.put(session, "h/a/b/c", "1");
        caller.put(session, "h/a/b", "1", "If-Match", "\"x\"");
        caller.get(session, "h/a/b");
        caller.get(session, "h/a/b", "Range", "bytes=9-");
        caller.get(session, "h/a/b", "If-None-Match", "*");
        caller.get(session, "h/none");
        caller.list(session, "");
        caller.list(session, "?path=h/a/b");
        caller.list(whole, "?path=h/a");
        caller.delete(session, "h/a");
        caller.delete(session, "h/a/b");
    }

    private static long handles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
