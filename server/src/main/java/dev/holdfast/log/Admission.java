package dev.holdfast.log;

import org.jooq.DSLContext;

/** Whether one more session may begin. It is asked in the transaction that begins it, before anything is written. */
public interface Admission {

    /** Lets everything in, and asks the database nothing. */
    Admission FREE = transaction -> true;

    boolean admits(DSLContext transaction);
}
