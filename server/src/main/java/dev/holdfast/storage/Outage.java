package dev.holdfast.storage;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;

/**
 * Tells "the database does not answer" from every other failure, and gives it the one name that callers see. What it
 * does not know stays as it is: a broken constraint is the business of whoever broke it.
 */
final class Outage {

    /** Applies to statements; beginning and committing are seen only by {@link Database#transaction}. */
    static final ExecuteListener LISTENER = ExecuteListener.onException(context -> {
        if (context.exception() != null) {
            context.exception(named(context.exception()));
        }
    });

    private static final String CONNECTION_EXCEPTION = "08";

    private static final Set<String> STATES = Set.of(
            "57P01", // ended by an administrator, as in a shutdown
            "57P02", // ended because another backend crashed
            "57P03", // still starting, or already stopping
            "57014", // over the statement timeout
            "25P03", // over the timeout of an idle transaction, as after a frozen machine
            "53300"); // no connection is left

    private Outage() {}

    static RuntimeException named(RuntimeException failure) {
        if (failure instanceof DataAccessException access) {
            SQLException cause = access.getCause(SQLException.class);
            if (cause != null && isOutage(cause)) {
                return new HoldfastException(
                        Reason.DATABASE_UNAVAILABLE,
                        "The database does not answer at the moment; try again.",
                        Map.of(),
                        failure);
            }
        }
        return failure;
    }

    private static boolean isOutage(SQLException failure) {
        // The pool had no connection to give in time; it sets no state of its own.
        if (failure instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = failure.getSQLState();
        return state != null && (state.startsWith(CONNECTION_EXCEPTION) || STATES.contains(state));
    }
}
