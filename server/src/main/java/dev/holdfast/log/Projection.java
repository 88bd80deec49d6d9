package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Rows that exist for speed. They are a function of the state and nothing else, which is how {@code holdfast verify} can
 * tell whether they are right.
 */
public interface Projection<S> {

    /**
     * Writes the rows of these states, in the transaction of the facts that led to them. No session is named twice. The
     * fewer statements, the more sessions a commit can carry.
     */
    void write(DSLContext transaction, List<Change<S>> changes);

    /** Says in sentences how the rows differ from what this state asks for; empty if they do not. */
    List<String> differences(DSLContext snapshot, SessionId session, S state);
}
