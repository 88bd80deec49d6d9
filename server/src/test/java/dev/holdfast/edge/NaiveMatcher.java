package dev.holdfast.edge;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of {@link Routes} said another way: every template as a regular expression, the best rank wins. */
final class NaiveMatcher {

    private NaiveMatcher() {}

    static Optional<String> find(List<String> templates, String path) {
        boolean hasVerb = path.matches(".*:go") && templates.stream().anyMatch(template -> template.endsWith(":go"));
        return templates.stream()
                .filter(template -> template.endsWith(":go") == hasVerb)
                .filter(template -> Pattern.matches(regex(template), path))
                .min(Comparator.comparing(NaiveMatcher::rank));
    }

    private static String regex(String template) {
        return template.replaceAll("/\\{rest=\\*\\*}", "/.+").replaceAll("\\{v[0-9]}", "[^/]+");
    }

    /** Segment by segment: a literal before a variable before the rest. */
    private static String rank(String template) {
        return template.replace(":go", "")
                .replaceAll("\\{rest=\\*\\*}", "3")
                .replaceAll("\\{v[0-9]}", "2")
                .replaceAll("[ab]", "1");
    }
}
