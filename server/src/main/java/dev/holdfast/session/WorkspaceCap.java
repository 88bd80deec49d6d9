package dev.holdfast.session;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Origin;
import dev.holdfast.log.Admission;
import dev.holdfast.name.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Holds each tenant to so many sessions of the workspace dialect at once. What has come due and is not settled yet still
 * counts; whoever is refused settles it and asks again.
 */
final class WorkspaceCap {

    /** In seconds. Somebody may delete one at any time, so nobody is told to stay away for longer. */
    private static final int LONGEST_WAIT = 60;

    private final SessionStore store;
    private final int most;
    private final InstantSource clock;

    /** With 0 there is no bound. */
    WorkspaceCap(SessionStore store, int most, InstantSource clock) {
        this.store = store;
        this.most = most;
        this.clock = clock;
    }

    Admission admission(TenantId tenant, Origin origin) {
        return most == 0 || origin != Origin.WORKSPACE
                ? Admission.FREE
                : transaction -> SessionStore.hasRoom(transaction, tenant, most);
    }

    HoldfastException full(TenantId tenant) {
        return new HoldfastException(
                Reason.TOO_MANY_SESSIONS,
                "There are %d sessions, as many as there may be at once. Delete one, or wait for one to end."
                        .formatted(most),
                Map.of("limit", String.valueOf(most), "retry_after_seconds", String.valueOf(secondsToWait(tenant))));
    }

    private long secondsToWait(TenantId tenant) {
        Instant now = clock.instant();
        Instant next = store.nextDueOfWorkspace(tenant).orElse(now.plusSeconds(LONGEST_WAIT));
        return Math.clamp(Duration.between(now, next).toSeconds() + 1, 1, LONGEST_WAIT);
    }
}
