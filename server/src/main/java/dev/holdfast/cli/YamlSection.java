package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of the configuration file that has fields of its own; reads each strictly and names it where it is wrong. */
final class YamlSection {

    private static final int MAX_TEXT_LENGTH = 200;
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1," + MAX_TEXT_LENGTH + "}");
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    private final Path file;
    private final String key;
    private final Map<String, Object> fields;

    /** A section that may have these fields and no others. */
    YamlSection(Path file, String key, Object content, List<String> known) {
        this.file = file;
        this.key = key;
        this.fields = fields(file, key, content);
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new StartupException("The configuration file %s sets `%s`, which is not known. %s has: %s."
                        .formatted(file, key(name), key, String.join(", ", known)));
            }
        }
    }

    static Map<String, Object> fields(Path file, String key, Object content) {
        if (!(content instanceof Map<?, ?> map)) {
            throw new StartupException(
                    "%s in the configuration file %s must have fields; it is `%s`.".formatted(key, file, content));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    String key(String field) {
        return key + "." + field;
    }

    Optional<Object> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** A name: visible ASCII without blanks. */
    Optional<String> text(String field) {
        return find(field).map(value -> visible(field, value));
    }

    List<String> texts(String field) {
        Object value = find(field).orElse(List.of());
        List<?> several = value instanceof List<?> list ? list : List.of(value);
        return several.stream().map(one -> visible(field, one)).toList();
    }

    Optional<Integer> whole(String field) {
        return find(field).map(value -> {
            if (!WHOLE.matcher(value.toString()).matches()) {
                throw wrong(field, "a whole number from 1 to 999999999");
            }
            return Integer.valueOf(value.toString());
        });
    }

    Optional<BigDecimal> decimal(String field, int mostDecimals, int most) {
        return find(field)
                .map(value -> number(value.toString())
                        .filter(number -> number.signum() >= 0
                                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                                && number.stripTrailingZeros().scale() <= mostDecimals)
                        .orElseThrow(() -> wrong(
                                field, "a number from 0 to " + most + " with at most " + mostDecimals + " decimals")));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    StartupException wrong(String field, String expected) {
        Object value = fields.get(field);
        return new StartupException("%s %s in the configuration file %s; it must be %s."
                .formatted(key(field), value == null ? "is missing" : "is `" + value + "`", file, expected));
    }

    private String visible(String field, @Nullable Object value) {
        String text = String.valueOf(value);
        boolean single = !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
        if (!single || !VISIBLE.matcher(text).matches()) {
            throw wrong(field, "1 to " + MAX_TEXT_LENGTH + " visible characters without blanks");
        }
        return text;
    }
}
