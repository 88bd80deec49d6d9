package dev.holdfast.testing;

import dev.holdfast.auth.Credentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Request headers as the table of a test writes them: {@code name: value; name: value}. */
public record HeaderLines(Map<String, String> values) {

    public static HeaderLines parse(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text != null) {
            for (String line : text.split(";", -1)) {
                int colon = line.indexOf(':');
                values.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return new HeaderLines(values);
    }

    public Credentials credentials() {
        return Credentials.of(name -> values.getOrDefault(name, ""));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The form that {@link TestServer#send} takes. */
    public String[] flat() {
        return values.entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
    }
}
