package dev.holdfast.rpc;

import com.google.api.HttpBody;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Adds the gathered headers to the answer, or to the trailers of one that has no message. */
final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private static final String EVENT_STREAM = "text/event-stream";

    private final ReplyHeaders reply;
    private volatile boolean started;
    private volatile boolean closed;
    private volatile boolean events;

    Answering(ServerCall<Q, A> call, ReplyHeaders reply) {
        super(call);
        this.reply = reply;
    }

    /** Whether status and headers are on their way, so that only the stream itself can still say anything. */
    boolean started() {
        return started;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        started = true;
        reply.mergeInto(headers);
        super.sendHeaders(headers);
    }

    @Override
    public void sendMessage(A message) {
        if (message instanceof HttpBody body && body.getContentType().startsWith(EVENT_STREAM)) {
            events = true;
        }
        super.sendMessage(message);
    }

    /** Whether what was sent is a stream of events, whose reader knows by them where it stands. */
    boolean sendsEvents() {
        return events;
    }

    /**
     * Breaks the answer off, so that nobody takes for whole what is not. gRPC has no word for that: it resets the stream
     * of a call whose message cannot be written, and the doors then close what they have begun.
     */
    @SuppressWarnings("unchecked") // A dialect's calls all answer with HttpBody.
    void breakOff() {
        closed = true;
        super.sendMessage((A) AnswerMarshaller.UNWRITABLE);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        closed = true;
        if (!started) {
            reply.mergeInto(trailers);
        }
        super.close(status, trailers);
    }
}
