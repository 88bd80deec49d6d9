package dev.holdfast.session;

import com.google.protobuf.util.Timestamps;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.log.SettingsMessages;
import java.time.Instant;

/** Sessions as messages of the native API. */
final class SessionMessages {

    private SessionMessages() {}

    static dev.holdfast.v1.Session session(Session session) {
        Living state = session.state();
        SessionSettings settings = state.settings();
        var message = dev.holdfast.v1.Session.newBuilder()
                .setSessionId(session.id().toString())
                .setStatus(status(state.status()))
                .setOrigin(SettingsMessages.origin(settings.origin()))
                .setMetadata(SettingsMessages.json(state.metadata()))
                .addAllTools(
                        settings.tools().stream().map(SettingsMessages::tool).toList())
                .setFileAccess(SettingsMessages.fileAccess(settings.scope()))
                .setLifetime(SettingsMessages.lifetime(settings.lifetime()))
                .setRevision(state.revision())
                .setCreateTime(Timestamps.fromMillis(state.createdAt().toEpochMilli()))
                .setUpdateTime(Timestamps.fromMillis(state.updatedAt().toEpochMilli()))
                .setLastActivityTime(
                        Timestamps.fromMillis(state.lastActivityAt().toEpochMilli()));
        if (settings.agentId() != null) {
            message.setAgentId(settings.agentId());
        }
        if (settings.model() != null) {
            message.setModel(settings.model());
        }
        if (settings.instructions() != null) {
            message.setInstructions(settings.instructions());
        }
        Instant due = state.dueAt();
        if (due != null) {
            message.setExpireTime(Timestamps.fromMillis(due.toEpochMilli()));
        }
        return message.build();
    }

    private static dev.holdfast.v1.SessionStatus status(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> dev.holdfast.v1.SessionStatus.SESSION_STATUS_ACTIVE;
            case COMPLETED -> dev.holdfast.v1.SessionStatus.SESSION_STATUS_COMPLETED;
        };
    }
}
