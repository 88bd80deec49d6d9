package dev.holdfast.event;

import dev.holdfast.json.Json;

/** Something that happened to a session. Events are never changed once written; new kinds are added beside the old. */
public sealed interface Event {

    /** The session was made. Always event 0. */
    record SessionCreated(SessionSettings settings, Json metadata) implements Event {}

    record SessionMetadataUpdated(Json metadata) implements Event {}

    /** The session has ended and can still be read. */
    record SessionCompleted(EndCause cause) implements Event {}

    /** The session is gone. Always the last event. */
    record SessionDeleted(EndCause cause) implements Event {}

    /** Why a session ended. */
    enum EndCause {
        IDLE,
        MAX_AGE,
        CALLER
    }
}
