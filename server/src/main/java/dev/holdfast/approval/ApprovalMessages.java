package dev.holdfast.approval;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.holdfast.engine.Approval;
import dev.holdfast.engine.Approval.Closing;
import dev.holdfast.engine.Approval.State;
import dev.holdfast.engine.Verdict;
import dev.holdfast.event.Decider;
import dev.holdfast.event.PendingAction;
import dev.holdfast.log.TurnMessages;
import dev.holdfast.name.KeyId;
import dev.holdfast.v1.ApprovalResolution;
import dev.holdfast.v1.ApprovalResult;
import dev.holdfast.v1.ApprovalState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Approvals as messages of the native API, and the two of them that their rows hold. */
final class ApprovalMessages {

    private ApprovalMessages() {}

    static dev.holdfast.v1.Approval print(RecordedApproval recorded) {
        Approval approval = recorded.approval();
        dev.holdfast.v1.PendingAction request = TurnMessages.print(approval.request());
        var message = dev.holdfast.v1.Approval.newBuilder()
                .setApprovalId(approval.id().toString())
                .setSessionId(recorded.session().toString())
                .setTurnNumber(approval.turnNumber())
                .setCall(request.getCall())
                .setNeed(request.getNeed())
                .setDigest(request.getDigest())
                .setState(state(approval.state()))
                .setCreateTime(Timestamps.fromMillis(approval.requestedAt().toEpochMilli()));
        if (approval.expiresAt() != null) {
            message.setExpireTime(Timestamps.fromMillis(approval.expiresAt().toEpochMilli()));
        }
        if (approval.closing() != null) {
            message.setResolution(print(approval.closing()));
        }
        return message.build();
    }

    static byte[] request(Approval approval) {
        return TurnMessages.print(approval.request()).toByteArray();
    }

    static PendingAction request(byte[] stored) {
        try {
            return TurnMessages.read(dev.holdfast.v1.PendingAction.parseFrom(stored));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("approvals.request is not its message", e);
        }
    }

    static byte @Nullable [] resolution(Approval approval) {
        return approval.closing() == null ? null : resolution(approval.closing());
    }

    static byte[] resolution(Closing closing) {
        return print(closing).toByteArray();
    }

    static Closing closing(State state, byte[] stored) {
        try {
            return closing(state, ApprovalResolution.parseFrom(stored));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("approvals.resolution is not its message", e);
        }
    }

    private static ApprovalResolution print(Closing closing) {
        ApprovalResolution.Builder message = ApprovalResolution.newBuilder()
                .setResolveTime(Timestamps.fromMillis(closing.at().toEpochMilli()));
        if (closing.by() != null) {
            add(message, closing.by());
        }
        if (closing.reason() != null) {
            message.setReason(closing.reason());
        }
        if (closing.arguments() != null) {
            message.setEditedArguments(closing.arguments());
        }
        if (closing.output() != null) {
            message.setResult(ApprovalResult.newBuilder()
                    .setOutput(closing.output().text())
                    .setFailed(closing.output().failed()));
        }
        return message.build();
    }

    private static void add(ApprovalResolution.Builder message, Decider by) {
        message.setKeyId(by.key().toString());
        if (by.name() != null) {
            message.setKeyName(by.name());
        }
        if (by.onBehalfOf() != null) {
            message.setOnBehalfOf(by.onBehalfOf());
        }
    }

    private static Closing closing(State state, ApprovalResolution message) {
        ApprovalResult result = message.getResult();
        return new Closing(
                state,
                Instant.ofEpochMilli(Timestamps.toMillis(message.getResolveTime())),
                KeyId.parse(message.getKeyId())
                        .map(key -> new Decider(
                                key,
                                message.hasKeyName() ? message.getKeyName() : null,
                                message.hasOnBehalfOf() ? message.getOnBehalfOf() : null))
                        .orElse(null),
                message.hasReason() ? message.getReason() : null,
                message.hasEditedArguments() ? message.getEditedArguments() : null,
                message.hasResult() ? new Verdict.Output(result.getOutput(), result.getFailed()) : null);
    }

    private static ApprovalState state(State state) {
        return switch (state) {
            case PENDING -> ApprovalState.APPROVAL_STATE_PENDING;
            case ALLOWED -> ApprovalState.APPROVAL_STATE_ALLOWED;
            case ALLOWED_WITH_EDITS -> ApprovalState.APPROVAL_STATE_ALLOWED_WITH_EDITS;
            case REJECTED -> ApprovalState.APPROVAL_STATE_REJECTED;
            case EXPIRED -> ApprovalState.APPROVAL_STATE_EXPIRED;
            case WITHDRAWN -> ApprovalState.APPROVAL_STATE_WITHDRAWN;
        };
    }
}
