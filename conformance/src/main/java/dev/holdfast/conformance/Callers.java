package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who calls: the keys of the tenant that the suite is given, one of each style, and that of a stranger, who is another
 * tenant. In a case {@code {key.native}} is a key, {@code {basic.native}} the same as Basic credentials show it.
 */
record Callers(Map<String, String> keys) {

    static final String NOBODY = "nobody";

    private static final List<String> STYLES = List.of("native", "sessions", "workspace", "repositories", "stranger");

    static Callers read(Path file) {
        return new Callers(keys(file));
    }

    /** The keys by style, as a server's first start writes them. */
    static Map<String, String> keys(Path file) {
        try {
            Map<String, String> keys = new HashMap<>();
            new ObjectMapper()
                    .readTree(file.toFile())
                    .propertyStream()
                    .forEach(field -> keys.put(field.getKey(), field.getValue().asText()));
            return keys;
        } catch (IOException e) {
            throw new ConformanceException("The keys cannot be read: " + e.getMessage(), e);
        }
    }

    Callers {
        keys = Map.copyOf(keys);
        if (!keys.keySet().containsAll(STYLES)) {
            throw new ConformanceException("The keys are to be " + STYLES + "; there are " + keys.keySet() + ".");
        }
    }

    /** How each shows its key. */
    static List<Header> headers(String caller) {
        return switch (caller) {
            case NOBODY -> List.of();
            case "native" -> List.of(new Header("Authorization", "Bearer {key.native}"));
            case "sessions" -> List.of(new Header("CENCORI_API_KEY", "{key.sessions}"));
            case "workspace" -> List.of(new Header("Authorization", "Bearer {key.workspace}"));
            case "repositories" -> List.of(new Header("x-api-key", "{key.repositories}"));
            case "stranger" -> List.of(new Header("CENCORI_API_KEY", "{key.stranger}"));
            default -> throw new ConformanceException("Nobody is called `" + caller + "`.");
        };
    }

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        keys.forEach((style, key) -> {
            variables.put("key." + style, key);
            variables.put("basic." + style, basic(key));
        });
        variables.put("basic.wrong", basic("nonsense"));
        return variables;
    }

    private static String basic(String password) {
        return Base64.getEncoder().encodeToString(("x:" + password).getBytes(UTF_8));
    }
}
