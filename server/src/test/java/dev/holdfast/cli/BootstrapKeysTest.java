package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that whoever sets the server up has chosen: valid from the first start on, and once however often it is said. */
final class BootstrapKeysTest {

    private static final Map<String, String> CHOSEN =
            Map.of("HOLDFAST_BOOTSTRAP_KEYS", "cnc_key_abc123, pk_demo_0123456789");

    @Test
    void areValidForTheDefaultTenantHoweverOftenTheyAreGiven(@TempDir Path home) throws IOException {
        for (int start = 0; start < 2; start++) {
            try (ServerProcess server = ServerProcess.start(home, CHOSEN)) {
                assertThat(server.send("POST", "/v1/sessions", "cnc_key_abc123").statusCode())
                        .isEqualTo(201);
                assertThat(server.send("POST", "/v1/sessions", "pk_demo_0123456789")
                                .statusCode())
                        .isEqualTo(201);
                assertThat(server.send("POST", "/v1/sessions", "cnc_key_abc124").statusCode())
                        .isEqualTo(401);
                String keys = server.send("GET", "/holdfast/v1/keys", ServerProcess.firstKey(home, "native"))
                        .body();
                assertThat(keys.split("\"name\":\"bootstrap\"", -1)).hasSize(3);
            }
        }
    }
}
