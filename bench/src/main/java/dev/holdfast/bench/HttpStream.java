package dev.holdfast.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A caller's connection for streams over HTTP, which is made when it is first used and anew after a failure. */
final class HttpStream implements AutoCloseable {

    private final HttpDoor door;
    private @Nullable StreamReader reader;

    HttpStream(HttpDoor door) {
        this.door = door;
    }

    /** Sends a request and reads its answer up to the first event. */
    void open(HttpDoor.Request request) throws FailedCallException {
        try {
            if (reader == null) {
                reader = door.connect();
            }
            reader.open(door.text(request));
        } catch (IOException failure) {
            close();
            throw new FailedCallException(failure);
        }
    }

    /** Reads the rest, if a stream was opened. */
    void readToEnd() throws FailedCallException {
        try {
            if (reader != null) {
                reader.readToEnd();
            }
        } catch (IOException failure) {
            close();
            throw new FailedCallException(failure);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
