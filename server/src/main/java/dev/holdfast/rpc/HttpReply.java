package dev.holdfast.rpc;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.Map;

/** An HTTP answer that a dialect or a form has decided on: status, headers (lower-case names) and body. */
public record HttpReply(int status, Map<String, String> headers, String contentType, ByteString body) {

    private static final String JSON = "application/json";
    private static final String STATUS_HEADER = "x-http-status";
    private static final String LENGTH_HEADER = "x-http-content-length";
    private static final int OK = 200;

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply json(int status, String text) {
        return json(status, Map.of(), text);
    }

    public static HttpReply json(int status, Map<String, String> headers, String text) {
        return new HttpReply(status, headers, JSON, ByteString.copyFromUtf8(text));
    }

    /** An answer without a body, such as 204. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), "", ByteString.EMPTY);
    }

    /** Answers the current call: the RPC ends with OK, and the doors make the status and headers of its metadata. */
    public void sendTo(StreamObserver<HttpBody> answer) {
        addTo(CallContext.current().reply());
        answer.onNext(message());
        answer.onCompleted();
    }

    /**
     * Begins the current call's stream with this status, these headers, the content type and, if there is one, a first
     * piece. They are sent at once: what a stream waits for may be long in coming.
     */
    public Stream<HttpBody> beginStream(StreamObserver<HttpBody> answer) {
        Stream<HttpBody> stream = Stream.to(answer);
        addTo(CallContext.current().reply());
        stream.send(message());
        return stream;
    }

    /** The same for a stream whose length is known: clients see it, and are told if the stream ends before it. */
    public Stream<HttpBody> beginStream(StreamObserver<HttpBody> answer, long length) {
        Stream<HttpBody> stream = Stream.ofLength(answer, length);
        addTo(CallContext.current().reply());
        CallContext.current().reply().set(LENGTH_HEADER, Long.toString(length));
        stream.send(message());
        return stream;
    }

    void addTo(ReplyHeaders reply) {
        if (status != OK) {
            reply.set(STATUS_HEADER, Integer.toString(status));
        }
        headers.forEach(reply::set);
    }

    HttpBody message() {
        return HttpBody.newBuilder().setContentType(contentType).setData(body).build();
    }
}
