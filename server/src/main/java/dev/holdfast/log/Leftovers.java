package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;

/**
 * What a deleted session leaves behind outside the database. It is cleared before the session's last row goes, so that a crash
 * between the two only means that it is cleared again.
 */
@FunctionalInterface
public interface Leftovers {

    void clear(TenantId tenant, SessionId session);
}
