package dev.holdfast.log;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.v1.ApprovalExpired;
import dev.holdfast.v1.TurnResumed;
import org.jspecify.annotations.Nullable;

/** What the facts of a turn say of approvals, as messages and back. */
final class RulingMessages {

    private RulingMessages() {}

    static void add(TurnResumed.Builder message, Event.TurnResumed resumed) {
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

    static Decider by(TurnResumed message) {
        return new Decider(
                TurnMessages.key(message.getKeyId()),
                message.hasKeyName() ? message.getKeyName() : null,
                message.hasOnBehalfOf() ? message.getOnBehalfOf() : null);
    }

    /** Before there were approvals nothing of them was written. */
    static @Nullable Ruling ruling(TurnResumed message) {
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
