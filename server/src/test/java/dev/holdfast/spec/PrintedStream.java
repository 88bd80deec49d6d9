package dev.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A stream as a document prints it, held against the server's: every printed event is there, in the printed order, and has
 * every printed key, in the printed order and of the printed type. What a model says and asks for is its own.
 *
 * @param frames the events, their types before their data
 */
record PrintedStream(List<Frame> frames) {

    /** Those that another model would print alike. */
    private static final Set<String> SAME =
            Set.of("turn_number", "reason", "resolution", "input_text", "type", "role", "status");

    /** Whose keys are the caller's. */
    private static final String FREE = "arguments";

    /** The name that the document's sample has for what its table calls without it. */
    private static final String OTHER_PREFIX = "response.";

    private static final String WORDS = "output_text.delta";

    record Frame(String type, JsonValue data) {}

    static PrintedStream parse(String text) {
        List<Frame> frames = new ArrayList<>();
        String type = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("event: ")) {
                String printed = line.substring("event: ".length());
                type = printed.startsWith(OTHER_PREFIX) ? printed.substring(OTHER_PREFIX.length()) : printed;
            } else if (line.startsWith("data: ")) {
                String data = line.substring("data: ".length()).replace("{...}", "{}");
                frames.add(new Frame(type, JsonParser.parse(data)));
            }
        }
        return new PrintedStream(frames);
    }

    List<String> types() {
        return frames.stream().map(Frame::type).toList();
    }

    /** The action that the last event, a pause, waits for. */
    String action() {
        return ((JsonValue.JsonString)
                        ((JsonObject) frames.getLast().data()).find("action_id").orElseThrow())
                .value();
    }

    PrintedStream and(PrintedStream more) {
        List<Frame> all = new ArrayList<>(frames);
        all.addAll(more.frames());
        return new PrintedStream(all);
    }

    /** Whether the actual one shows what this one prints. Words that come fast are gathered into fewer events. */
    void compare(PrintedStream actual) {
        Iterator<Frame> rest = actual.frames().iterator();
        String before = "";
        for (Frame printed : frames) {
            if (printed.type().equals(WORDS) && before.equals(WORDS)) {
                continue;
            }
            before = printed.type();
            Frame found = null;
            while (found == null || !found.type().equals(printed.type())) {
                assertThat(rest.hasNext())
                        .as("%s after what came before it in %s", printed, actual.types())
                        .isTrue();
                found = rest.next();
            }
            compare(printed.type(), printed.data(), found.data());
        }
    }

    private static void compare(String place, JsonValue printed, JsonValue actual) {
        assertThat(actual.kind()).as("the type of " + place).isEqualTo(printed.kind());
        String name = place.substring(place.lastIndexOf('.') + 1);
        if (SAME.contains(name)) {
            assertThat(actual.json().text()).as(place).isEqualTo(printed.json().text());
        }
        if (printed instanceof JsonObject object && actual instanceof JsonObject found && !name.equals(FREE)) {
            Set<String> names = object.fields().keySet();
            assertThat(found.fields().keySet().stream().filter(names::contains))
                    .as("the printed keys of " + place)
                    .containsExactlyElementsOf(names);
            object.fields()
                    .forEach((key, value) ->
                            compare(place + "." + key, value, found.find(key).orElseThrow()));
        }
        if (printed instanceof JsonArray array
                && actual instanceof JsonArray found
                && !array.items().isEmpty()) {
            assertThat(found.items()).as(place).isNotEmpty();
            compare(place, array.items().getFirst(), found.items().getFirst());
        }
    }
}
