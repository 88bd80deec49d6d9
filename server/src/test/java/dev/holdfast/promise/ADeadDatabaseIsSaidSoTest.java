package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ServerProcess;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With its database gone the server says so, to every caller and to the health check, and a restart loses nothing. */
final class ADeadDatabaseIsSaidSoTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"(ses_[0-9a-z]{26})\"");

    @Test
    void thePostgresIsKilledUnderARunningServer(@TempDir Path home) throws Exception {
        String id;
        String key;
        try (ServerProcess server = ServerProcess.start(home)) {
            key = ServerProcess.firstKey(home, "sessions");
            Matcher made = ID.matcher(server.send("POST", "/v1/sessions", key).body());
            assertThat(made.find()).isTrue();
            id = made.group(1);
            killPostgres(home);

            HttpResponse<String> refused = server.send("POST", "/v1/sessions", key);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(refused.body())
                    .contains("\"code\":\"service_unavailable\"")
                    .doesNotContain("127.0.0.1");
            HttpResponse<String> health = server.send("GET", "/health", key);
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).isEqualTo("{\"status\":\"degraded\",\"db\":\"unavailable\"}");
        }
        try (ServerProcess server = ServerProcess.start(home)) {
            assertThat(server.send("GET", "/v1/sessions/" + id, key).statusCode())
                    .isEqualTo(200);
        }
    }

    private static void killPostgres(Path home) throws Exception {
        String pid =
                Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).getFirst();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get();
    }
}
