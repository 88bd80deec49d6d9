package dev.holdfast.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    /** How many there are one after the other depends on the moment; they count as one. */
    private static final String PIECE = "output_text.delta";

    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    record Frame(String type, JsonNode data) {}

    /** Whether what is printed is a stream. */
    static boolean is(String printed) {
        return printed.startsWith(EVENT);
    }

    /** What the actual one does not show of the printed one. */
    static List<String> problems(String printed, String actual) {
        List<String> problems = new ArrayList<>();
        try {
            parse(printed).compare(parse(actual), problems);
        } catch (JsonProcessingException e) {
            problems.add("no JSON in the stream: " + e.getMessage());
        }
        return problems;
    }

    private static PrintedStream parse(String text) throws JsonProcessingException {
        List<Frame> frames = new ArrayList<>();
        String type = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith(EVENT)) {
                String printed = line.substring(EVENT.length());
                type = printed.startsWith(OTHER_PREFIX) ? printed.substring(OTHER_PREFIX.length()) : printed;
            } else if (line.startsWith(DATA)) {
                Frame frame = new Frame(
                        type, JSON.readTree(line.substring(DATA.length()).replace("{...}", "{}")));
                if (!frame.type().equals(PIECE)
                        || frames.isEmpty()
                        || !frames.getLast().type().equals(PIECE)) {
                    frames.add(frame);
                }
            }
        }
        return new PrintedStream(frames);
    }

    private void compare(PrintedStream actual, List<String> problems) {
        Iterator<Frame> rest = actual.frames().iterator();
        for (Frame printed : frames) {
            Frame found = null;
            while (rest.hasNext() && (found == null || !found.type().equals(printed.type()))) {
                found = rest.next();
            }
            if (found == null || !found.type().equals(printed.type())) {
                problems.add("no %s after what came before it in %s"
                        .formatted(
                                printed.type(),
                                actual.frames().stream().map(Frame::type).toList()));
                return;
            }
            compare(printed.type(), printed.data(), found.data(), problems);
        }
    }

    private static void compare(String place, JsonNode printed, JsonNode actual, List<String> problems) {
        String name = place.substring(place.lastIndexOf('.') + 1);
        if (printed.getNodeType() != actual.getNodeType() || (SAME.contains(name) && !printed.equals(actual))) {
            problems.add("%s is %s, not as in %s".formatted(place, actual, printed));
        } else if (printed.isObject() && !name.equals(FREE)) {
            compareFields(place, printed, actual, problems);
        } else if (printed.isArray() && !printed.isEmpty()) {
            if (actual.isEmpty()) {
                problems.add(place + " is empty");
            } else {
                compare(place, printed.get(0), actual.get(0), problems);
            }
        }
    }

    private static void compareFields(String place, JsonNode printed, JsonNode actual, List<String> problems) {
        List<String> names = new ArrayList<>();
        printed.fieldNames().forEachRemaining(names::add);
        List<String> found = new ArrayList<>();
        actual.fieldNames().forEachRemaining(found::add);
        found.retainAll(names);
        if (!found.equals(names)) {
            problems.add("the keys of %s are %s, not %s".formatted(place, found, names));
            return;
        }
        names.forEach(name -> compare(place + "." + name, printed.get(name), actual.get(name), problems));
    }
}
