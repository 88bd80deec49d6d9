package dev.holdfast.edge;

/** Whoever sent a request, as far as the connection knows. */
interface Client {

    /** A connection that nobody watches: its client shows that it is gone when something is sent to it. */
    Client UNWATCHED = new Client() {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void whenGone(Runnable action) {}
    };

    /** Whether nothing says that the client is gone. */
    boolean isThere();

    /** Runs the action, on some thread, when the client goes away during the present request; perhaps also later. */
    void whenGone(Runnable action);
}
