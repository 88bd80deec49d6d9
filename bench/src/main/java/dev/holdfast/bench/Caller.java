package dev.holdfast.bench;

/** What one thread repeats: it calls and waits for the whole answer. */
interface Caller extends AutoCloseable {

    void call() throws FailedCallException;

    @Override
    void close();
}
