package dev.holdfast.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A caller that reads a stream of events over HTTP from its beginning to its end, again and again. */
final class WholeStream implements Caller {

    private final HttpDoor door;
    private final String request;
    private @Nullable StreamReader reader;

    WholeStream(HttpDoor door, String path, String credentials) {
        this.door = door;
        this.request = door.text(new HttpDoor.Request("GET", path, credentials, ""));
    }

    @Override
    public void call() throws FailedCallException {
        try {
            if (reader == null) {
                reader = door.connect();
            }
            reader.open(request);
            reader.readToEnd();
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
