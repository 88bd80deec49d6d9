package dev.holdfast.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for {@code {name}} in the steps of one case at one door: keys, and what earlier answers held. */
final class Variables {

    /** {@code {a*200}} is 200 times the letter, {@code {name}} a variable. JSON has no such braces. */
    private static final Pattern HOLE = Pattern.compile("\\{(?:(?<letter>.)\\*(?<times>\\d+)|(?<name>[a-z][a-z_.]*))}");

    /** Shorter ones are words that answers have anyway. */
    private static final int SHORTEST_MASKED = 8;

    private final Map<String, String> values = new HashMap<>();

    Variables(Map<String, String> values) {
        this.values.putAll(values);
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new ConformanceException("There is no variable `" + name + "`; there are " + values.keySet() + ".");
        }
        return value;
    }

    String fill(String text) {
        return HOLE.matcher(text).replaceAll(hole -> Matcher.quoteReplacement(value(hole)));
    }

    private String value(MatchResult hole) {
        String letter = hole.group("letter");
        return letter == null ? get(hole.group("name")) : letter.repeat(Integer.parseInt(hole.group("times")));
    }

    /** The names in place of the values, so that two doors' answers can be compared. */
    String mask(String text) {
        String masked = text;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getValue().length() >= SHORTEST_MASKED) {
                masked = masked.replace(entry.getValue(), "{" + entry.getKey() + "}");
            }
        }
        return masked;
    }
}
