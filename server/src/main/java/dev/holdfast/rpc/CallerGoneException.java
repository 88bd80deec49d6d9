package dev.holdfast.rpc;

import java.io.Serial;

/**
 * Nobody waits for the rest of a stream: its caller is gone, or the server is stopping. A service lets it pass, so that
 * what it holds for the stream is given back; whoever began the call ends it.
 */
public final class CallerGoneException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    CallerGoneException(String message) {
        // It says that all went well and where; nobody needs its stack.
        super(message, null, false, false);
    }
}
