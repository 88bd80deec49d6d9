package dev.holdfast.edge;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes to a connection that several requests share. A virtual thread that is interrupted in a write closes its socket, and
 * with it everybody's; so an interruption waits here until the write is over.
 */
final class UnbrokenWriter implements DataWriter {

    private final DataWriter connection;
    private final Set<Thread> writing = new HashSet<>();
    private final Set<Thread> interrupted = new HashSet<>();

    UnbrokenWriter(DataWriter connection) {
        this.connection = connection;
    }

    /** Interrupts a thread now, or as soon as it does not write. */
    synchronized void interrupt(Thread thread) {
        if (writing.contains(thread)) {
            interrupted.add(thread);
        } else {
            thread.interrupt();
        }
    }

    private void whole(Runnable write) {
        Thread thread = Thread.currentThread();
        begin(thread);
        try {
            write.run();
        } finally {
            end(thread);
        }
    }

    private synchronized void begin(Thread thread) {
        writing.add(thread);
        // Also one that came just before must not be seen by the socket.
        if (Thread.interrupted()) {
            interrupted.add(thread);
        }
    }

    private synchronized void end(Thread thread) {
        writing.remove(thread);
        if (interrupted.remove(thread)) {
            thread.interrupt();
        }
    }

    @Override
    public void write(BufferData... buffers) {
        whole(() -> connection.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        whole(() -> connection.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        whole(() -> connection.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        whole(() -> connection.writeNow(buffer));
    }

    @Override
    public void flush() {
        whole(connection::flush);
    }

    @Override
    public void close() {
        connection.close();
    }
}
