package dev.holdfast.engine;

import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a caller, or time, asks of a session. A caller's command names the tenant that it speaks for. */
public sealed interface SessionCommand {

    record Create(SessionSettings settings, Json metadata) implements SessionCommand {}

    /** Replaces the metadata, if the revision is still the expected one (null: whatever it is). */
    record UpdateMetadata(
            TenantId tenant, Json metadata, @Nullable Long expectedRevision) implements SessionCommand {}

    record Delete(TenantId tenant) implements SessionCommand {}

    /** Lets happen what is due. */
    record Settle(Instant now) implements SessionCommand {}
}
