package dev.holdfast.dialect.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.turn.TurnCheck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of results: one, or a list of them. The ids are as the caller wrote them, since one that nobody ever gave out is
 * no mistake of form: it names a call that is not there.
 */
sealed interface ToolResultsBody {

    List<Given> results();

    record One(Given result) implements ToolResultsBody {

        @Override
        public List<Given> results() {
            return List.of(result);
        }
    }

    record Several(List<Given> results) implements ToolResultsBody {

        public Several {
            results = List.copyOf(results);
        }
    }

    /** What the caller says that a call came to. */
    record Given(String call, String output, boolean failed) {}

    static ToolResultsBody parse(ByteBuffer body) {
        Fields fields = Fields.ofBody(body).refusedAs(Reason.RESULTS_INVALID);
        for (String name : List.of("results", "tool_results")) {
            Optional<List<JsonValue>> items = fields.items(name);
            if (items.isPresent()) {
                return new Several(several(name, fields, items.get()));
            }
        }
        return new One(given(fields));
    }

    private static List<Given> several(String name, Fields fields, List<JsonValue> items) {
        if (items.isEmpty() || items.size() > TurnCheck.MAX_RESULTS) {
            throw fields.refusal(name, "has " + items.size() + " entries; it may have 1 to " + TurnCheck.MAX_RESULTS);
        }
        List<Given> results = new ArrayList<>(items.size());
        Set<String> calls = new HashSet<>();
        for (JsonValue item : items) {
            Fields result = Fields.of(name + "[" + results.size() + "]", item, Reason.RESULTS_INVALID);
            Given given = given(result);
            if (!calls.add(given.call())) {
                throw result.refusal("call_id", "names a call that another result names");
            }
            results.add(given);
        }
        return results;
    }

    private static Given given(Fields result) {
        String name =
                result.find("call_id").isEmpty() && result.find("tool_call_id").isPresent()
                        ? "tool_call_id"
                        : "call_id";
        String call = result.requireName(name);
        String output = output(result);
        int bytes = output.getBytes(UTF_8).length;
        if (bytes > TurnCheck.MAX_TEXT_BYTES) {
            throw result.refusal("output", "has " + bytes + " bytes; it may have " + TurnCheck.MAX_TEXT_BYTES);
        }
        return new Given(call, output, result.flag("is_error").orElse(false));
    }

    /** A text as it is; any other value, null too, as JSON. */
    private static String output(Fields result) {
        JsonValue output = result.object().fields().get("output");
        if (output == null || output instanceof JsonString) {
            return result.requireText("output");
        }
        return output.json().text();
    }
}
