package dev.holdfast.dialect.workspace;

/**
 * One frame of a response's stream.
 *
 * @param id its place in the response, from 0
 * @param data JSON, one line
 */
record Frame(long id, String event, String data) {

    @Override
    public String toString() {
        return "id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n";
    }
}
