package dev.holdfast.engine;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a caller asks of a session's turns. */
public sealed interface TurnCommand extends SessionCommand {

    TenantId tenant();

    record Submit(TenantId tenant, KeyId key, TurnRequest request) implements TurnCommand {}

    /**
     * Approves the action and takes the results, which may be of this action and of others that wait.
     *
     * @param digest of the call as it was shown; null if the caller does not say what was
     */
    record Approve(
            TenantId tenant,
            Decider by,
            ActionId action,
            List<Result> results,
            @Nullable CallDigest digest) implements TurnCommand {

        public Approve {
            results = List.copyOf(results);
        }
    }

    /** Gives results of actions that need no approval. */
    record SubmitResults(TenantId tenant, Decider by, List<Result> results) implements TurnCommand {

        public SubmitResults {
            results = List.copyOf(results);
        }
    }

    /** Ends the turn: the call is not run, and no other that waits. */
    record Reject(
            TenantId tenant,
            Decider by,
            ActionId action,
            @Nullable String reason) implements TurnCommand {}

    /**
     * Decides on an approval, if it is still pending; else nothing happens.
     *
     * @param digest of the call as it was shown
     */
    record Decide(TenantId tenant, Decider by, ApprovalId approval, CallDigest digest, Verdict verdict, Instant now)
            implements TurnCommand {}

    /** Ends the turn that runs or waits. */
    record Cancel(TenantId tenant) implements TurnCommand {}

    /** Ends this turn, and no later one; nothing happens if it has ended. */
    record CancelTurn(TenantId tenant, int turnNumber) implements TurnCommand {}

    /**
     * What the caller's function answered.
     *
     * @param failed whether that tells of a failure
     */
    record Result(ActionId action, String output, boolean failed) {

        public Result(ActionId action, String output) {
            this(action, output, false);
        }
    }
}
