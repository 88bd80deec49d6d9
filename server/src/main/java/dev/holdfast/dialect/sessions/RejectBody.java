package dev.holdfast.dialect.sessions;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.turn.TurnCheck;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The body of a rejection: the action, as the caller wrote its id, and why. */
record RejectBody(String action, Optional<String> reason) {

    static final int MAX_REASON_LENGTH = TurnCheck.MAX_REASON_LENGTH;

    static RejectBody parse(ByteBuffer body) {
        Fields fields = Fields.ofBody(body);
        String action = ApproveBody.action(fields);
        Optional<String> reason = fields.text("reason");
        int length = reason.map(text -> text.codePointCount(0, text.length())).orElse(0);
        if (length > MAX_REASON_LENGTH) {
            throw fields.refusal("reason", "has " + length + " characters; it may have " + MAX_REASON_LENGTH);
        }
        return new RejectBody(action, reason);
    }
}
