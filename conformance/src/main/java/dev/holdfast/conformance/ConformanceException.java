package dev.holdfast.conformance;

/** The suite cannot go on; its message is for the person who started it. */
final class ConformanceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConformanceException(String message) {
        super(message);
    }

    ConformanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
