package dev.holdfast.error;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start, and an operator can do something about it. The sentence says what was found and what to do;
 * it is all that the command line prints.
 */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupException(String sentence) {
        this(sentence, null);
    }

    public StartupException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
