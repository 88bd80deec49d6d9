package dev.holdfast.log;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure while writing a batch says about it. */
enum SqlFailure {
    /** Something in the batch can never be written: it has to be found and left out. */
    REFUSED,
    /** The database undid it, and may take it the next time. */
    UNDONE,
    /** The connection is of no use any more, or there is none. */
    LOST;

    /** An operator or another crashed backend ended ours, the server starts or stops, or has no room for us. */
    private static final Set<String> LOST_STATES = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "53300");

    /** A statement over its time. */
    private static final String OVERDUE = "57014";

    static SqlFailure of(Throwable failure) {
        SQLException cause = find(failure);
        if (cause == null) {
            return REFUSED;
        }
        String state = cause.getSQLState();
        if (state == null || state.startsWith("08") || LOST_STATES.contains(state)) {
            return LOST;
        }
        // Serialization failures and deadlocks, locks that are not to be had, resources that are short.
        boolean undone = state.startsWith("40") || state.startsWith("55") || state.startsWith("53");
        return undone || state.equals(OVERDUE) ? UNDONE : REFUSED;
    }

    private static @Nullable SQLException find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
