package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the passing of time does to sessions of the workspace dialect, over HTTP. */
final class WorkspaceLifetimeTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String BASE = "/workspace/v1/sessions";
    private static final Pattern ID = Pattern.compile("\"id\":\"(ses[a-z]*_[0-9a-z]+)\"");

    @Test
    void bulkDeleteTakesWhatIsOldEnoughAndLeavesOtherDialectsAlone() {
        send("POST", BASE, "", "bulk");
        SERVER.clock.advance(Duration.ofMinutes(90));
        String young = id(send("POST", BASE, "", "bulk"));
        String other = id(SERVER.send("POST", "/v1/sessions", "", "CENCORI_API_KEY", SERVER.key("bulk")));

        assertThat(send("DELETE", BASE + "?status=idle&older_than=1h30m1s", "", "bulk")
                        .body())
                .isEqualTo("{\"deleted\":0}");
        assertThat(send("DELETE", BASE + "?status=idle&older_than=1h30m", "", "bulk")
                        .body())
                .isEqualTo("{\"deleted\":1}");
        assertThat(ids(send("GET", BASE, "", "bulk"))).containsExactly(young);
        assertThat(send("DELETE", BASE, "", "bulk").body()).isEqualTo("{\"deleted\":1}");
        assertThat(send("GET", BASE + "/" + other, "", "bulk").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"{},14400", "{\"ttl\":60},60", "'{\"persistent\":true,\"ttl\":60}',60"})
    void theHardBoundDestroysASession(String body, long seconds) {
        String path = BASE + "/" + id(send("POST", BASE, body, "ttl"));
        SERVER.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(send("GET", path, "", "ttl").statusCode()).isEqualTo(200);

        SERVER.clock.advance(Duration.ofMillis(1));
        assertThat(send("GET", path, "", "ttl").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> send(String method, String path, String body, String tenant) {
        return SERVER.send(method, path, body, "Authorization", "Bearer " + SERVER.key(tenant));
    }

    private static String id(HttpResponse<String> answer) {
        return ids(answer).getFirst();
    }

    private static List<String> ids(HttpResponse<String> answer) {
        Matcher ids = ID.matcher(answer.body());
        return ids.results().map(found -> found.group(1)).toList();
    }
}
