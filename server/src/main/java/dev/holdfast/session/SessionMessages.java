package dev.holdfast.session;

import com.google.protobuf.util.Timestamps;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.log.SettingsMessages;
import dev.holdfast.log.TurnMessages;
import java.time.Instant;

/** Sessions as messages of the native API. */
final class SessionMessages {

    private SessionMessages() {}

    static dev.holdfast.v1.Session session(Session session) {
        SessionSettings settings = session.settings();
        var message = dev.holdfast.v1.Session.newBuilder()
                .setSessionId(session.id().toString())
                .setStatus(status(session.status()))
                .setOrigin(SettingsMessages.origin(settings.origin()))
                .setMetadata(SettingsMessages.json(session.metadata()))
                .addAllTools(
                        settings.tools().stream().map(SettingsMessages::tool).toList())
                .setFileAccess(SettingsMessages.fileAccess(settings.scope()))
                .setLifetime(SettingsMessages.lifetime(settings.lifetime()))
                .setRevision(session.ledger().revision())
                .setCreateTime(Timestamps.fromMillis(session.times().createdAt().toEpochMilli()))
                .setUpdateTime(Timestamps.fromMillis(session.times().updatedAt().toEpochMilli()))
                .setLastActivityTime(
                        Timestamps.fromMillis(session.times().lastActivityAt().toEpochMilli()))
                .setBusy(session.busy())
                .setTurnCount(session.ledger().turns())
                .setTotalCostMicros(session.ledger().costMicros())
                .addAllPendingActions(
                        session.pending().stream().map(TurnMessages::print).toList());
        if (settings.agentId() != null) {
            message.setAgentId(settings.agentId());
        }
        if (settings.model() != null) {
            message.setModel(settings.model());
        }
        if (settings.instructions() != null) {
            message.setInstructions(settings.instructions());
        }
        Instant end = session.endsAt();
        if (end != null) {
            message.setExpireTime(Timestamps.fromMillis(end.toEpochMilli()));
        }
        return message.build();
    }

    private static dev.holdfast.v1.SessionStatus status(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> dev.holdfast.v1.SessionStatus.SESSION_STATUS_ACTIVE;
            case PAUSED -> dev.holdfast.v1.SessionStatus.SESSION_STATUS_PAUSED;
            case COMPLETED -> dev.holdfast.v1.SessionStatus.SESSION_STATUS_COMPLETED;
        };
    }
}
