package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Rows that exist for speed. They are a function of the state and nothing else, which is how {@code holdfast verify} can
 * tell whether they are right.
 */
public interface Projection<S> {

    /** Writes the rows of this state, in the transaction of the events that led to it. */
    void write(DSLContext transaction, SessionId session, S state);

    /** Says in sentences how the rows differ from what this state asks for; empty if they do not. */
    List<String> differences(DSLContext snapshot, SessionId session, S state);
}
