package dev.holdfast.bench;

import java.io.Serial;

/** Nothing can be measured; the sentence is for whoever started the bench. */
final class BenchException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    BenchException(String sentence) {
        super(sentence);
    }

    BenchException(String sentence, Throwable cause) {
        super(sentence + ": " + cause, cause);
    }
}
