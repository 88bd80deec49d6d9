package dev.holdfast.dialect.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.turn.TurnCheck;
import dev.holdfast.turn.TurnDraft;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** The body of a message. Model and tools are the session's, locked when it was made: other fields are ignored. */
record MessageBody(String message) {

    private static final String MESSAGE = "message";

    static MessageBody parse(ByteBuffer body) {
        Fields fields = Fields.ofBody(body).refusedAs(Reason.INPUT_INVALID);
        if (fields.find(MESSAGE).isEmpty()) {
            throw fields.refusedAs(Reason.INPUT_MISSING).refusal(MESSAGE, "is missing; it must be a string");
        }
        String message = fields.requireName(MESSAGE);
        int bytes = message.getBytes(UTF_8).length;
        if (bytes > TurnCheck.MAX_TEXT_BYTES) {
            throw fields.refusal(MESSAGE, "has " + bytes + " bytes; it may have " + TurnCheck.MAX_TEXT_BYTES);
        }
        return new MessageBody(message);
    }

    /**
     * The turn that answers it. Nobody here can be asked whether a call that a crash cut off ran; a tool that needs approval
     * waits for it all the same.
     */
    TurnDraft draft(Duration resultTimeout) {
        return new TurnDraft(
                List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text(message)))),
                null,
                null,
                null,
                new ToolChoice.Auto(),
                Sampling.USUAL,
                Approvals.FLAGGED,
                LooseCalls.PAUSE,
                new Patience(resultTimeout, Doubts.TELL_THE_MODEL));
    }
}
