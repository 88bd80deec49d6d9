package dev.holdfast.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer as a document prints it, held against the server's: every printed key is there, in the printed order, with the
 * printed type and value. The values of ids and times are the server's own; only their form is compared. Where the server
 * is not there yet, exceptions.txt says what it answers instead, and why.
 */
final class PrintedAnswer {

    private static final Set<String> IDS = Set.of("id", "session_id", "action_id");
    private static final Set<String> TIMES = Set.of("created_at", "updated_at");
    private static final Set<String> SECONDS = Set.of("created_at", "last_activity");
    private static final Pattern FLOAT = Pattern.compile("\\d+\\.\\d{1,3}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    /** The workspace dialect's record has no key of ours; this one is only in it. */
    private static final String OF_THE_EXACT_RECORD = "last_activity";

    /** Stands in the exceptions for how many items an array has; the printed ones are the first of them. */
    private static final String SIZE = "size";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, String> exceptions;
    private final Set<String> excepted = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private PrintedAnswer(Map<String, String> exceptions) {
        this.exceptions = exceptions;
    }

    /** Where the answer is not as the example of this title prints it. */
    static List<String> problems(String title, String json, int status, Answer answer) {
        PrintedAnswer printed = new PrintedAnswer(PrintedExceptions.of(title));
        printed.compareWhole(json, status, answer);
        Set<String> needless = new HashSet<>(printed.exceptions.keySet());
        needless.removeAll(printed.excepted);
        if (printed.problems.isEmpty() && !needless.isEmpty()) {
            printed.problems.add("these exceptions are not needed any more: " + needless);
        }
        return printed.problems;
    }

    private void compareWhole(String json, int status, Answer answer) {
        check(answer.status() == status, "the status is to be %d: %s".formatted(status, answer.shortly()));
        if (!problems.isEmpty() || json.isEmpty()) {
            return;
        }
        if (PrintedStream.is(json)) {
            problems.addAll(PrintedStream.problems(json, answer.body()));
            return;
        }
        try {
            compare("", "", JSON.readTree(json), JSON.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            problems.add("no JSON: " + e.getMessage());
        }
    }

    private void compare(String place, String name, JsonNode printed, JsonNode actual) {
        String instead = exceptions.get(place);
        if (instead != null) {
            excepted.add(place);
            check(actual.toString().equals(instead), "the exception at %s is %s".formatted(place, actual));
            check(!actual.equals(printed), "a needless exception at " + place);
        } else if (actual.getNodeType() != printed.getNodeType()) {
            problems.add("%s is %s, not a %s".formatted(place, actual, printed.getNodeType()));
        } else if (printed.isObject()) {
            compareFields(place, printed, actual);
        } else if (printed.isArray()) {
            compareItems(place, printed, actual);
        } else {
            check(sameValue(name, printed, actual), "%s is %s, not %s".formatted(place, actual, printed));
        }
    }

    private void compareFields(String place, JsonNode printed, JsonNode actual) {
        List<String> names = names(printed);
        List<String> found = names(actual);
        check(
                !names.contains(OF_THE_EXACT_RECORD) || found.size() == names.size(),
                "the record has other keys: " + found);
        found.retainAll(names);
        check(found.equals(names), "the keys of %s are %s, not %s".formatted(place, found, names));
        printed.propertyStream()
                .filter(field -> actual.has(field.getKey()))
                .forEach(field -> compare(
                        below(place, field.getKey()), field.getKey(), field.getValue(), actual.get(field.getKey())));
    }

    private void compareItems(String place, JsonNode printed, JsonNode actual) {
        String size = exceptions.get(below(place, SIZE));
        if (size == null) {
            check(printed.size() == actual.size(), "%s has %d items: %s".formatted(place, actual.size(), actual));
        } else {
            excepted.add(below(place, SIZE));
            check(size.equals(Integer.toString(actual.size())), "%s has %d items".formatted(place, actual.size()));
            check(actual.size() > printed.size(), "a needless exception at " + below(place, SIZE));
        }
        for (int i = 0; i < Math.min(printed.size(), actual.size()); i++) {
            compare(below(place, Integer.toString(i)), "", printed.get(i), actual.get(i));
        }
    }

    private static boolean sameValue(String name, JsonNode printed, JsonNode actual) {
        String text = printed.asText();
        if (printed.isTextual() && IDS.contains(name)) {
            return actual.asText().startsWith(text.substring(0, text.indexOf('_') + 1));
        }
        if (printed.isTextual() && TIMES.contains(name)) {
            return TIME.matcher(text).matches() && TIME.matcher(actual.asText()).matches();
        }
        if (printed.isNumber() && SECONDS.contains(name)) {
            return FLOAT.matcher(actual.toString()).matches();
        }
        return actual.toString().equals(printed.toString());
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String below(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
