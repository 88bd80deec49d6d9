package dev.holdfast.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Adds the gathered headers to the answer, or to the trailers of one that has no message. */
final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final ReplyHeaders reply;
    private volatile boolean started;
    private volatile boolean closed;

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
    public void close(Status status, Metadata trailers) {
        closed = true;
        if (!started) {
            reply.mergeInto(trailers);
        }
        super.close(status, trailers);
    }
}
