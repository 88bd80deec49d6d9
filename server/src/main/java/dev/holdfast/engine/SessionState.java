package dev.holdfast.engine;

import dev.holdfast.event.Lifetime;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a session's events amount to. */
public sealed interface SessionState {

    /** No event yet. */
    record Unborn() implements SessionState {}

    /** The session can be read. Its revision is the number of facts so far. */
    record Living(
            SessionSettings settings,
            Json metadata,
            SessionStatus status,
            Instant createdAt,
            Instant updatedAt,
            Instant lastActivityAt,
            long revision)
            implements SessionState {

        public boolean belongsTo(TenantId tenant) {
            return settings.tenant().equals(tenant);
        }

        /** The next instant at which something happens to the session by itself; null if nothing will. */
        public @Nullable Instant dueAt() {
            return switch (status) {
                case COMPLETED -> null;
                case ACTIVE -> earlier(maxAgeAt(), idleAt());
            };
        }

        @Nullable
        Instant maxAgeAt() {
            Lifetime lifetime = settings.lifetime();
            return lifetime.maxAge() == null ? null : createdAt.plus(lifetime.maxAge());
        }

        private @Nullable Instant idleAt() {
            Lifetime.IdleBound idle = settings.lifetime().idle();
            if (idle == null) {
                return null;
            }
            return switch (idle.clock()) {
                case LAST_ACTIVITY -> lastActivityAt.plus(idle.timeout());
                // A session that has not responded yet is not idle by this clock.
                case LAST_RESPONSE -> null;
            };
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isBefore(other) ? one : other;
        }
    }

    /** The session was deleted. */
    record Gone() implements SessionState {}
}
