package dev.holdfast.engine;

import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a caller, or time, asks of a session. A caller's command names the tenant that it speaks for. */
public sealed interface SessionCommand permits SessionCommand.Own, TurnCommand, WorkerReport {

    /** What is asked of the session itself. */
    sealed interface Own extends SessionCommand {}

    record Create(SessionSettings settings, Json metadata) implements Own {}

    /** Replaces the metadata, if the revision is still the expected one (null: whatever it is). */
    record UpdateMetadata(
            TenantId tenant, Json metadata, @Nullable Long expectedRevision) implements Own {}

    record Delete(TenantId tenant) implements Own {}

    /** Leaves a session alone whose turn runs or waits. */
    record DeleteIfIdle(TenantId tenant) implements Own {}

    /** Lets happen what is due. */
    record Settle(Instant now) implements Own {}
}
