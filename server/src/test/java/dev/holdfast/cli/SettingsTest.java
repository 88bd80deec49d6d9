package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void theLineWinsOverTheEnvironmentThatOverTheFileThatOverTheDefault() {
        Map<Setting, String> line = Map.of(Setting.HTTP_PORT, "1");
        Map<String, String> environment = Map.of("HOLDFAST_HTTP_PORT", "2", "HOLDFAST_GRPC_PORT", "2");
        Map<Setting, String> file =
                Map.of(Setting.HTTP_PORT, "3", Setting.GRPC_PORT, "3", Setting.HTTP_HOST, "0.0.0.0");

        var config = Settings.of(line, environment, new SettingsFile(file, ModelConfig.DEMO, List.of()))
                .config();

        assertThat(config.edge().port()).isEqualTo(1);
        assertThat(config.rpc().port()).isEqualTo(2);
        assertThat(config.edge().host()).isEqualTo("0.0.0.0");
        assertThat(config.session().idleTimeout()).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT,65536",
        "HTTP_PORT,-1",
        "HTTP_PORT,http",
        "GRPC_PORT,''",
        "DATABASE_POOL_SIZE,1",
        "DATABASE_ALLOW_UNSAFE,yes",
        "SESSIONS_IDLE_TIMEOUT,7",
        "SESSIONS_IDLE_TIMEOUT,0s",
        "HTTP_MAX_BODY_BYTES,10MB"
    })
    void aWrongValueIsRefusedWithItsNameAndWhereItWasGiven(Setting setting, String value) {
        assertThatThrownBy(() -> Settings.of(Map.of(setting, value), Map.of(), SettingsFile.NONE)
                        .config())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(setting.key())
                .hasMessageContaining("the command line");
    }

    @Test
    void aFileMayNestNamesOrWriteThemOut() throws IOException {
        Path file = write("http: {port: 81}\ngrpc.port: 91\nbootstrap_keys: [a, b]\n");

        var settings = Settings.of(Map.of(), Map.of(), SettingsFile.read(file));

        assertThat(settings.config().edge().port()).isEqualTo(81);
        assertThat(settings.config().rpc().port()).isEqualTo(91);
        assertThat(settings.bootstrapKeys()).containsExactly("a", "b");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestKnownOne() throws IOException {
        Path file = write("http:\n  prot: 81\n");

        assertThatThrownBy(() -> SettingsFile.read(file))
                .hasMessageContaining("`http.prot`")
                .hasMessageContaining("`http.port`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "\tx"})
    void whatIsNotYamlIsRefused(String content) throws IOException {
        Path file = write(content);

        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("YAML");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingsVariableIsItsNameInCapitals(Setting setting) {
        String prefix = setting == Setting.DATABASE_URL ? "" : "HOLDFAST_";
        assertThat(setting.variable().toLowerCase(java.util.Locale.ROOT))
                .isEqualTo((prefix + setting.key().replace('.', '_')).toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"HOME", ".*_HOST", ".*_PORT", "DATABASE_URL", "DATABASE_ALLOW_UNSAFE", "BOOTSTRAP_KEYS"})
    void everyLimitThatCanBeSetStandsInTheTable(Setting setting) throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "ARCHITECTURE.md")))
                .as("the table of limits in ARCHITECTURE.md")
                .anyMatch(line -> line.startsWith("| ") && line.contains("| `" + setting.key() + "` |"));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("holdfast.yaml"), content);
    }
}
