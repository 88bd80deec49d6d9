package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.dialect.body.ToolJson;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Message;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.turn.TurnDraft;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The body of a turn. It is read in the stages in which it is checked: {@link #parse} refuses what is no JSON object, then
 * {@link #model} what is no name of a model, then {@link #draft} everything else, the input first. Unknown fields, and
 * those that the document names and this server has no use for, are ignored whatever they hold.
 */
final class TurnBody {

    /** The vendor's own name before a model's, which means nothing here. */
    private static final String VENDOR_PREFIX = "cencori/";

    private final Fields fields;

    private TurnBody(Fields fields) {
        this.fields = fields;
    }

    static TurnBody parse(ByteBuffer body) {
        return new TurnBody(Fields.ofBody(body));
    }

    Optional<String> model() {
        return fields.refusedAs(Reason.MODEL_INVALID)
                .text("model")
                .map(name -> name.startsWith(VENDOR_PREFIX) ? name.substring(VENDOR_PREFIX.length()) : name);
    }

    TurnDraft draft() {
        Optional<String> model = model();
        List<Message> input = InputJson.parse(fields);
        Optional<List<ToolSpec>> tools = fields.find("tools").map(ToolJson::parse);
        return new TurnDraft(
                input,
                model.orElse(null),
                fields.text("instructions").orElse(null),
                tools.orElse(null),
                ToolChoiceJson.parse(fields),
                SamplingJson.parse(fields),
                approvals(),
                // In this dialect a turn that leaves functions to its caller has ended; their results come with the
                // next one.
                LooseCalls.END_TURN);
    }

    /** A marked tool is never run by omission: only a false that was written turns approvals off. */
    private Approvals approvals() {
        Optional<Boolean> pause = fields.flag("pause_on_tool_calls");
        if (pause.isEmpty()) {
            return Approvals.FLAGGED;
        }
        return pause.get() ? Approvals.FLAGGED_OR_ALL : Approvals.NONE;
    }
}
