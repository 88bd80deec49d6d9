package dev.holdfast.path;

import java.io.IOException;
import java.io.Serial;

/** A system call on a path failed. The message is for the log; it names the call and the system's number. */
public final class PathException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Problem problem;

    PathException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
