package dev.holdfast.bench;

/** What one thread repeats: it calls and waits for the whole answer. */
interface Caller extends AutoCloseable {

    void call() throws FailedCallException;

    /** What has to be done before the next call and is not measured. */
    default void settle() throws FailedCallException {}

    @Override
    void close();
}
