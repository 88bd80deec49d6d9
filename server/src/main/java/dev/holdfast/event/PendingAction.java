package dev.holdfast.event;

import dev.holdfast.name.ApprovalId;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for somebody.
 *
 * @param approval what a person has to decide on; null if nobody has to, and in events from before there were approvals
 */
public record PendingAction(
        ToolCall call, Need need, @Nullable ApprovalId approval) {

    /** One that nobody has to approve. */
    public PendingAction(ToolCall call, Need need) {
        this(call, need, null);
    }

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
