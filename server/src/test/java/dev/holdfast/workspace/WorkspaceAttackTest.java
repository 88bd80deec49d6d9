package dev.holdfast.workspace;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody who tries every way out of a scope. In a forest of twins, one with secrets where the other has nothing, no
 * answer holds a secret, none outside the scope differs between the twins, and no byte outside the scope changes.
 */
final class WorkspaceAttackTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String SECRET = "the-secret";
    private static final long SEED = 20_260_711;
    private static final int RANDOM_PATHS = 1_000;

    /** Places outside the scope `box`, with a secret in the one world and nothing in the other. */
    private static final List<String> SECRETS =
            List.of("secret.txt", "boxes/secret.txt", "bo", "box2/a", "Box/secret.txt", "other/deep/er/secret.txt");

    private static final String NEIGHBOUR = "NEIGHBOUR";

    private static World full;
    private static World empty;

    /** A tenant with a session whose scope is `box`, and an ended way out of it for each kind of link. */
    private record World(FilesCaller caller, String session, String neighbour) {

        static World of(String tenant, Path outside) throws IOException {
            FilesCaller caller = new FilesCaller(SERVER, tenant);
            String whole = caller.session(FilesCaller.WHOLE);
            caller.put(whole, "box/in.txt", "inside");
            String session = caller.session(List.of("box"), List.of("box"));
            Path box = caller.directory().resolve("box");
            Files.createSymbolicLink(box.resolve("out"), Path.of("../other"));
            Files.createSymbolicLink(box.resolve("root"), Path.of("/"));
            Files.createSymbolicLink(box.resolve("abs"), outside);
            Files.createSymbolicLink(box.resolve("file"), outside.resolve("secret.txt"));
            Files.createSymbolicLink(box.resolve("self"), Path.of("in.txt"));
            Files.createSymbolicLink(box.resolve("loop"), Path.of("loop"));
            Files.createSymbolicLink(box.resolve("proc"), Path.of("/proc/self/root"));
            return new World(caller, session, caller.session(List.of("elsewhere"), List.of()));
        }

        String answer(String method, String rawPath) {
            HttpResponse<String> answer = caller.send(
                    method,
                    FilesCaller.path(session, rawPath.replace(NEIGHBOUR, neighbour)),
                    method.equals("PUT") ? "mark" : "",
                    "x-request-id",
                    "r");
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.keySet().removeAll(Set.of("date", "etag", "last-modified", "content-length"));
            return (answer.statusCode() + " " + headers + " " + answer.body())
                    .replace(neighbour, NEIGHBOUR)
                    .replaceAll("\"modified\":[0-9.]+", "");
        }
    }

    @BeforeAll
    static void makeWorlds() throws IOException {
        Path outside = Files.createDirectories(SERVER.workspaces().resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        full = World.of("full", outside);
        empty = World.of("empty", outside);
        String whole = full.caller.session(FilesCaller.WHOLE);
        for (String path : SECRETS) {
            full.caller.put(whole, path, SECRET);
        }
        full.caller.put(full.neighbour, ".sessions/" + full.neighbour + "/secret.txt", SECRET);
    }

    @Test
    void nothingOutsideTheScopeIsReadChangedOrToldOf() throws IOException {
        Map<String, String> before = tree();
        int compared = 0;
        for (String path : paths()) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                String there = full.answer(method, path);
                String not = empty.answer(method, path);
                assertThat(there).as("%s %s", method, path).doesNotContain(SECRET);
                assertThat(there).as("%s %s", method, path).isEqualTo(not);
                assertThat(there).as("%s %s", method, path).matches("(?s)[24]\\d\\d .*");
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5_000);
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void whatIsForbiddenIsSaidInTheDocumentedWords() {
        for (String path : SECRETS) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                assertThat(full.answer(method, path))
                        .startsWith("403 ")
                        .endsWith("{\"error\":\"Forbidden\",\"message\":\"'" + path + "' not in session scope\"}");
            }
        }
    }

    @Test
    void linksAreNotFollowed() {
        for (String link : List.of("out", "root", "abs", "file", "self", "loop", "proc")) {
            for (String rest : List.of("", "/", "/secret.txt", "/etc/passwd", "/deep/er/secret.txt")) {
                for (String method : List.of("GET", "PUT", "DELETE")) {
                    assertThat(full.answer(method, "box/" + link + rest))
                            .as("%s %s%s", method, link, rest)
                            .startsWith("403 ");
                }
            }
        }
        assertThat(full.answer("GET", "box"))
                .contains("in.txt")
                .doesNotContain("\"name\":\"out", "\"name\":\"file", "\"name\":\"self");
    }

    /** All that is on the disk, but for what the session may write. */
    private static Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(SERVER.workspaces())) {
            for (Path path : all.toList()) {
                String name = SERVER.workspaces().relativize(path).toString();
                if (!name.matches("ten_[^/]+/box(/.*)?")) {
                    tree.put(name, Files.isRegularFile(path, NOFOLLOW_LINKS) ? Files.readString(path) : "");
                }
            }
        }
        return tree;
    }

    private static List<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        List<String> targets = new ArrayList<>(SECRETS);
        targets.addAll(List.of(
                "",
                "none",
                "none/x",
                "etc/passwd",
                ".sessions",
                ".sessions/",
                ".uploads",
                "outside/secret.txt",
                ".sessions/NEIGHBOUR",
                ".sessions/NEIGHBOUR/secret.txt",
                ".sessions/sess_000000000000/x"));
        List<String> dots = List.of(
                "..",
                "%2e%2e",
                "%2E%2e",
                ".%2e",
                "%252e%252e",
                "..%00",
                "..%20",
                "...",
                "%c0%ae%c0%ae",
                "%EF%BC%8E%EF%BC%8E",
                "..;",
                "%2e%2e%3b",
                "..%5c",
                "%E2%80%A5");
        List<String> slashes = List.of("/", "%2f", "%2F", "//", "%5c", "/./", "%252f", "%E2%88%95", "%EF%BC%8F");
        for (String dot : dots) {
            for (String slash : slashes) {
                paths.add("box" + slash + dot + slash + "secret.txt");
                paths.add("box" + slash + dot + slash + "none");
            }
        }
        for (String target : targets) {
            paths.add(target);
            for (String dot : dots) {
                paths.add(dot + "/" + target);
                paths.add("box/" + dot + "/" + dot + "/" + target);
            }
            paths.add("/" + target);
            paths.add("%2f" + target);
            paths.add("%00" + target);
            paths.add(target + "%00");
            paths.add(target + "%20");
            paths.add(target + ".");
            paths.add("box/" + "a/".repeat(300) + "../".repeat(301) + target);
        }
        paths.add("box/" + "a".repeat(256));
        paths.add("b".repeat(5_000));
        paths.add("a/".repeat(600));
        for (String name :
                List.of("BOX/in.txt", "box%CC%88/in.txt", "%D0%B2ox/in.txt", "box%E2%80%8B/x", "box%00/in.txt")) {
            paths.add(name);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<String> parts = new ArrayList<>(dots);
        parts.addAll(slashes);
        parts.addAll(slashes);
        parts.addAll(targets);
        parts.addAll(List.of("out", "root", "abs", "file", "loop", "proc", "box", "%7e", "*", "$HOME", "CON", "a:b"));
        for (int i = 0; i < RANDOM_PATHS; i++) {
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "box/" : "");
            for (int length = random.nextInt(1, 7); length > 0; length--) {
                path.append(parts.get(random.nextInt(parts.size())));
            }
            paths.add(path.toString());
        }
        return List.copyOf(paths);
    }
}
