package dev.holdfast.bench;

/** A caller that reads a stream of events over HTTP from its beginning to its end, again and again. */
final class WholeStream implements Caller {

    private final HttpDoor.Request request;
    private final HttpStream stream;

    WholeStream(HttpDoor door, String path, String credentials) {
        this.request = new HttpDoor.Request("GET", path, credentials, "");
        this.stream = new HttpStream(door);
    }

    @Override
    public void call() throws FailedCallException {
        stream.open(request);
        stream.readToEnd();
    }

    @Override
    public void close() {
        stream.close();
    }
}
