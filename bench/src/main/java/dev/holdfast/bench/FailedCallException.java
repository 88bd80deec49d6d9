package dev.holdfast.bench;

import java.io.Serial;

/** One call was not answered as it should; it is counted and shown. */
final class FailedCallException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    FailedCallException(String sentence) {
        super(sentence);
    }

    FailedCallException(Throwable cause) {
        super(cause.toString(), cause);
    }
}
