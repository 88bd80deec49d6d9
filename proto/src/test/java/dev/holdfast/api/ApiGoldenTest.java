package dev.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No change to the API goes by unseen: each shows as a difference to the text in the resources. */
final class ApiGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/api.golden.txt");

    @Test
    void theApiIsTheOneWrittenDown() throws IOException {
        String api = ApiText.of(Api.files());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, api);
        }
        String golden = Files.readString(GOLDEN);
        assertThat(api.equals(golden) ? List.of() : differences(golden, api))
                .as(
                        "The API is not the one in proto/%s. If you mean to change it, run"
                                + " ./mvnw test -pl proto -Dgolden.update=true, and let the difference be reviewed with the"
                                + " protos. A released number, name or type is never changed, only reserved.",
                        GOLDEN)
                .isEmpty();
    }

    private static List<String> differences(String golden, String api) {
        Set<String> before = statements(golden);
        Set<String> after = statements(api);
        List<String> differences = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).forEach(line -> differences.add("- " + line));
        after.stream().filter(line -> !before.contains(line)).forEach(line -> differences.add("+ " + line));
        return differences.isEmpty() ? List.of("only the order of the lines") : differences;
    }

    /** Each line with those that it stands under, which make it one of its kind. */
    private static Set<String> statements(String text) {
        Set<String> statements = new LinkedHashSet<>();
        List<String> above = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            String statement = line.strip();
            int indent = (line.length() - statement.length()) / 2;
            int depth = statement.startsWith("package ") ? 0 : indent + 1;
            above.subList(Math.min(depth, above.size()), above.size()).clear();
            above.add(statement);
            statements.add(String.join(" / ", above));
        }
        return statements;
    }
}
