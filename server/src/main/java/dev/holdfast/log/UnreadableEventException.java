package dev.holdfast.log;

import org.jspecify.annotations.Nullable;

/** A row of the log that this version cannot read: damage, or the work of a newer version. */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableEventException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
