package dev.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonNull;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer as a document prints it, held against the server's: every printed key is there, in the printed order, with the
 * printed type and value. The values of ids and times are the server's own; only their form is compared.
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

    private final Map<String, String> exceptions;
    private final List<String> excepted = new ArrayList<>();

    private PrintedAnswer(Exceptions exceptions) {
        this.exceptions = exceptions.places();
    }

    /** Compares the bodies, and returns the places where an exception was needed. */
    static List<String> compare(String printed, String actual, Exceptions exceptions) {
        PrintedAnswer answer = new PrintedAnswer(exceptions);
        answer.compare("", "", JsonParser.parse(printed), JsonParser.parse(actual));
        return answer.excepted;
    }

    private void compare(String place, String name, JsonValue printed, JsonValue actual) {
        String instead = exceptions.get(place);
        if (instead != null) {
            assertThat(text(actual)).as("the exception at " + place).isEqualTo(instead);
            assertThat(text(actual)).as("a needless exception at " + place).isNotEqualTo(text(printed));
            excepted.add(place);
            return;
        }
        assertThat(actual.kind()).as("the type of " + place).isEqualTo(printed.kind());
        switch (printed) {
            case JsonObject object -> compareFields(place, object, (JsonObject) actual);
            case JsonArray array -> compareItems(place, array, (JsonArray) actual);
            case JsonString string -> compareText(place, name, string.value(), ((JsonString) actual).value());
            case JsonNumber ignored -> compareNumber(place, name, printed, actual);
            case JsonBoolean ignored -> compareExactly(place, printed, actual);
            case JsonNull ignored -> compareExactly(place, printed, actual);
        }
    }

    private void compareFields(String place, JsonObject printed, JsonObject actual) {
        Set<String> names = printed.fields().keySet();
        if (names.contains(OF_THE_EXACT_RECORD)) {
            assertThat(actual.fields().keySet()).as("the record of nine keys").hasSameSizeAs(names);
        }
        assertThat(actual.fields().keySet().stream().filter(names::contains))
                .as("the printed keys of %s, in their order", place.isEmpty() ? "the answer" : place)
                .containsExactlyElementsOf(names);
        printed.fields()
                .forEach((name, value) ->
                        compare(below(place, name), name, value, actual.fields().getOrDefault(name, value)));
    }

    private void compareItems(String place, JsonArray printed, JsonArray actual) {
        if (exceptions.containsKey(below(place, SIZE))) {
            assertThat(Integer.toString(actual.items().size()))
                    .as("how many items " + place + " has")
                    .isEqualTo(exceptions.get(below(place, SIZE)));
            assertThat(actual.items()).hasSizeGreaterThan(printed.items().size());
            excepted.add(below(place, SIZE));
        } else {
            assertThat(actual.items()).as("the items of " + place).hasSameSizeAs(printed.items());
        }
        for (int i = 0; i < printed.items().size(); i++) {
            compare(
                    below(place, Integer.toString(i)),
                    "",
                    printed.items().get(i),
                    actual.items().get(i));
        }
    }

    private static void compareText(String place, String name, String printed, String actual) {
        if (IDS.contains(name)) {
            assertThat(actual).as(place).startsWith(printed.substring(0, printed.indexOf('_') + 1));
        } else if (TIMES.contains(name)) {
            assertThat(printed).as(place).matches(TIME);
            assertThat(actual).as(place).matches(TIME);
        } else {
            assertThat(actual).as(place).isEqualTo(printed);
        }
    }

    private static void compareNumber(String place, String name, JsonValue printed, JsonValue actual) {
        if (SECONDS.contains(name)) {
            assertThat(text(printed)).as(place).matches(FLOAT);
            assertThat(text(actual)).as(place).matches(FLOAT);
        } else {
            compareExactly(place, printed, actual);
        }
    }

    private static void compareExactly(String place, JsonValue printed, JsonValue actual) {
        assertThat(text(actual)).as(place).isEqualTo(text(printed));
    }

    private static String below(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static String text(JsonValue value) {
        return value.json().text();
    }
}
