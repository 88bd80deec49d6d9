package dev.holdfast.log;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.v1.ActionResolution;
import dev.holdfast.v1.ApprovalExpired;
import dev.holdfast.v1.TurnResumed;
import org.jspecify.annotations.Nullable;

/** What was decided in a turn, and what nobody decided, as messages and back. */
final class RulingMessages {

    private RulingMessages() {}

    static TurnResumed print(Event.TurnResumed resumed) {
        TurnResumed.Builder message = TurnResumed.newBuilder()
                .setActionId(resumed.action().toString())
                .setResolution(
                        switch (resumed.resolution()) {
                            case APPROVED -> ActionResolution.ACTION_RESOLUTION_APPROVED;
                            case REJECTED -> ActionResolution.ACTION_RESOLUTION_REJECTED;
                            case ANSWERED -> ActionResolution.ACTION_RESOLUTION_ANSWERED;
                        })
                .setFailed(resumed.failed())
                .setKeyId(resumed.by().key().toString());
        add(message, resumed);
        if (resumed.output() != null) {
            message.setOutput(resumed.output());
        }
        if (resumed.reason() != null) {
            message.setReason(resumed.reason());
        }
        return message.build();
    }

    static Event.TurnResumed read(TurnResumed message) {
        return new Event.TurnResumed(
                TurnMessages.action(message.getActionId()),
                switch (message.getResolution()) {
                    case ACTION_RESOLUTION_APPROVED -> Event.Resolution.APPROVED;
                    case ACTION_RESOLUTION_REJECTED -> Event.Resolution.REJECTED;
                    case ACTION_RESOLUTION_ANSWERED -> Event.Resolution.ANSWERED;
                    case ACTION_RESOLUTION_UNSPECIFIED, UNRECOGNIZED ->
                        throw TurnMessages.unreadable("resolution", message.getResolution());
                },
                message.hasOutput() ? message.getOutput() : null,
                message.getFailed(),
                message.hasReason() ? message.getReason() : null,
                by(message),
                ruling(message));
    }

    private static void add(TurnResumed.Builder message, Event.TurnResumed resumed) {
        if (resumed.by().name() != null) {
            message.setKeyName(resumed.by().name());
        }
        if (resumed.by().onBehalfOf() != null) {
            message.setOnBehalfOf(resumed.by().onBehalfOf());
        }
        Ruling ruling = resumed.ruling();
        if (ruling == null) {
            return;
        }
        message.setApprovalId(ruling.approval().toString())
                .setDigest(ruling.digest().hex())
                .setResultFollows(ruling.resultFollows());
        if (ruling.arguments() != null) {
            message.setEditedArguments(ruling.arguments());
        }
    }

    private static Decider by(TurnResumed message) {
        return new Decider(
                TurnMessages.key(message.getKeyId()),
                message.hasKeyName() ? message.getKeyName() : null,
                message.hasOnBehalfOf() ? message.getOnBehalfOf() : null);
    }

    /** Before there were approvals nothing of them was written. */
    private static @Nullable Ruling ruling(TurnResumed message) {
        if (message.getApprovalId().isEmpty()) {
            return null;
        }
        return new Ruling(
                approval(message.getApprovalId()),
                new CallDigest(message.getDigest()),
                message.hasEditedArguments() ? message.getEditedArguments() : null,
                message.getResultFollows());
    }

    static ApprovalExpired print(Event.ApprovalExpired expired) {
        return ApprovalExpired.newBuilder()
                .setActionId(expired.action().toString())
                .setApprovalId(expired.approval().toString())
                .setWaited(SettingsMessages.duration(expired.waited()))
                .build();
    }

    static Event.ApprovalExpired read(ApprovalExpired message) {
        return new Event.ApprovalExpired(
                TurnMessages.action(message.getActionId()),
                approval(message.getApprovalId()),
                SettingsMessages.duration(message.getWaited()));
    }

    static ApprovalId approval(String text) {
        return ApprovalId.parse(text).orElseThrow(() -> TurnMessages.unreadable("approval", text));
    }
}
