package dev.holdfast.dialect.responses;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.dialect.body.InputJson;
import dev.holdfast.dialect.body.SamplingJson;
import dev.holdfast.dialect.body.ToolChoiceJson;
import dev.holdfast.dialect.body.ToolJson;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.turn.ResponseDraft;
import dev.holdfast.turn.ResponseDraft.Keeping;
import dev.holdfast.turn.TurnDraft;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The body of a request for a response. What OpenAI documents and this server has no use for is ignored. */
record ResponseBody(Fields fields, ResponseNotes notes, boolean streamed) {

    static ResponseBody parse(ByteBuffer body) {
        Fields fields = Fields.ofBody(body);
        return new ResponseBody(
                fields, ResponseNotes.parse(fields), fields.flag("stream").orElse(false));
    }

    /** Nobody can be asked here: neither whether a call may be made, nor whether one that a crash cut off was. */
    ResponseDraft draft(List<Message> before) {
        List<Message> input = new ArrayList<>(before);
        input.addAll(InputJson.parse(fields, Reason.INPUT_INVALID));
        return new ResponseDraft(
                new TurnDraft(
                        input,
                        fields.refusedAs(Reason.MODEL_INVALID).text("model").orElse(null),
                        fields.text("instructions").orElse(null),
                        tools(),
                        ToolChoiceJson.parse(fields),
                        sampling(),
                        Approvals.NONE,
                        LooseCalls.END_TURN,
                        new Patience(null, Doubts.TELL_THE_MODEL)),
                notes.json(),
                notes.store() ? Keeping.STORED : Keeping.RESUME_WINDOW);
    }

    /** Functions are run by the caller, who can ask whom he likes before he does. */
    private List<ToolSpec> tools() {
        List<ToolSpec> tools = fields.find("tools").map(ToolJson::parse).orElse(List.of());
        if (tools.stream().anyMatch(tool -> tool instanceof ToolSpec.BuiltIn && tool.needsApproval())) {
            throw fields.refusedAs(Reason.TOOLS_INVALID)
                    .refusal(
                            "tools",
                            "has a tool that needs approval and that the server runs. A session can wait for one");
        }
        return tools;
    }

    private Sampling sampling() {
        Sampling sampling = SamplingJson.parse(fields);
        return fields.inner("text")
                .flatMap(text -> text.inner("format"))
                .map(format -> new Sampling(
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.maxOutputTokens(),
                        SamplingJson.flatFormat(format)))
                .orElse(sampling);
    }
}
