package dev.holdfast.event;

/** A call that waits for somebody. */
public record PendingAction(ToolCall call, Need need) {

    /** What it waits for. */
    public enum Need {
        /** A person's decision, after which the server runs the tool. */
        APPROVAL,
        /** A person's decision; the caller runs the tool and gives the result with it. */
        APPROVAL_AND_RESULT,
        /** The caller's result. */
        RESULT,
        /** A person's word on a call that a crash cut off. */
        DOUBT_SETTLED
    }
}
