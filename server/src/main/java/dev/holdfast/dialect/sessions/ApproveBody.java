package dev.holdfast.dialect.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.turn.TurnCheck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an approval: the action that it approves, and results of this and other open actions. The ids are as the
 * caller wrote them, since one that nobody ever gave out is no mistake of form: it names an action that is not open.
 */
record ApproveBody(String action, List<Result> results) {

    static final int MAX_RESULTS = TurnCheck.MAX_RESULTS;
    static final int MAX_OUTPUT_BYTES = TurnCheck.MAX_TEXT_BYTES;

    private static final String RESULTS = "tool_results";

    ApproveBody {
        results = List.copyOf(results);
    }

    /** What the caller says that a tool answered. */
    record Result(String action, String output) {}

    static ApproveBody parse(ByteBuffer body) {
        Fields fields = Fields.ofBody(body);
        return new ApproveBody(action(fields), results(fields.refusedAs(Reason.RESULTS_INVALID)));
    }

    static String action(Fields fields) {
        boolean named = fields.find("action_id").orElse(null) instanceof JsonString text
                && !text.value().isBlank();
        if (!named) {
            throw new HoldfastException(
                    Reason.ACTION_ID_MISSING, "action_id is missing. Name the action that is decided on.");
        }
        return fields.requireText("action_id");
    }

    private static List<Result> results(Fields fields) {
        List<JsonValue> items = fields.items(RESULTS).orElse(List.of());
        if (items.size() > MAX_RESULTS) {
            throw fields.refusal(RESULTS, "has " + items.size() + " entries; it may have " + MAX_RESULTS);
        }
        List<Result> results = new ArrayList<>(items.size());
        for (JsonValue item : items) {
            results.add(result(Fields.of(RESULTS + "[" + results.size() + "]", item, Reason.RESULTS_INVALID)));
        }
        return results;
    }

    private static Result result(Fields item) {
        Result result = new Result(item.requireName("action_id"), item.requireText("output"));
        int bytes = result.output().getBytes(UTF_8).length;
        if (bytes > MAX_OUTPUT_BYTES) {
            throw item.refusal("output", "has " + bytes + " bytes; it may have " + MAX_OUTPUT_BYTES);
        }
        return result;
    }
}
