package dev.holdfast.edge;

/** Whoever sent a request, as far as the connection knows. */
interface Client extends AutoCloseable {

    /** Whether nothing says that the client is gone. */
    boolean isThere();

    /** Runs the action, on some thread, when the client goes away during the present request; perhaps also later. */
    void whenGone(Runnable action);

    /** The request is over. */
    @Override
    void close();
}
