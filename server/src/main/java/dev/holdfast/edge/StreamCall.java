package dev.holdfast.edge;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A call that answers with a stream, pulled message by message: the next is asked for when it is wanted, so that a
 * client that does not read holds back the service. It has no deadline.
 */
final class StreamCall extends ClientCall.Listener<Message> {

    /** What the call has next. */
    sealed interface Next {

        record Piece(Metadata headers, Message message) implements Next {}

        record End(Metadata headers, Status status, Metadata trailers) implements Next {}
    }

    private final ClientCall<Message, Message> call;
    private final BlockingQueue<Next> arrived = new LinkedBlockingQueue<>();
    private volatile Metadata headers = new Metadata();

    private StreamCall(ClientCall<Message, Message> call) {
        this.call = call;
    }

    static StreamCall start(
            Channel channel, MethodDescriptor<Message, Message> method, Metadata headers, Message request) {
        StreamCall call = new StreamCall(channel.newCall(method, CallOptions.DEFAULT));
        call.call.start(call, headers);
        call.call.sendMessage(request);
        call.call.halfClose();
        return call;
    }

    /** Waits for it, as long as it takes. */
    Next next() throws InterruptedException {
        call.request(1);
        return arrived.take();
    }

    /** Ends the call; {@link #next} tells of it. One that is over stays as it was. */
    void cancel(String why) {
        call.cancel(why, null);
    }

    @Override
    public void onHeaders(Metadata initial) {
        headers = initial;
    }

    @Override
    public void onMessage(Message message) {
        arrived.add(new Next.Piece(headers, message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        arrived.add(new Next.End(headers, status, trailers));
    }
}
