package dev.holdfast.approval;

import dev.holdfast.engine.Approval;
import dev.holdfast.engine.Approval.Closing;
import dev.holdfast.engine.Approval.State;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Decider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody is told whose decision comes after another one, or too late. */
final class ClosedApproval {

    private ClosedApproval() {}

    static HoldfastException refusal(Approval approval) {
        Closing closing = approval.closing();
        if (closing == null) {
            throw new IllegalStateException("An approval that was decided on is pending: " + approval.id());
        }
        Map<String, String> metadata = new HashMap<>();
        metadata.put("state", closing.state().name().toLowerCase(Locale.ROOT));
        metadata.put("resolve_time", closing.at().toString());
        if (closing.by() != null) {
            metadata.put("key_id", closing.by().key().toString());
        }
        return new HoldfastException(Reason.APPROVAL_CLOSED, sentence(closing), metadata);
    }

    private static String sentence(Closing closing) {
        return switch (closing.state()) {
            case ALLOWED, ALLOWED_WITH_EDITS, REJECTED ->
                "The approval was " + word(closing.state()) + by(closing.by()) + " at " + closing.at()
                        + ". The first decision counts.";
            case EXPIRED -> "The approval expired at " + closing.at() + ": nobody had decided.";
            case WITHDRAWN -> "The approval was withdrawn at " + closing.at() + ": " + closing.reason();
            case PENDING -> throw new IllegalStateException("Nothing closes an approval as pending");
        };
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String by(@Nullable Decider by) {
        if (by == null) {
            return "";
        }
        return " by " + by.key()
                + (by.name() == null ? "" : " (" + by.name() + ")")
                + (by.onBehalfOf() == null ? "" : ", on behalf of " + by.onBehalfOf());
    }
}
