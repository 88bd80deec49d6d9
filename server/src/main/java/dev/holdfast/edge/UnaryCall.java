package dev.holdfast.edge;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call with one answer on the channel, with the metadata that the generated stubs hide. */
final class UnaryCall extends ClientCall.Listener<Message> {

    private final ClientCall<Message, Message> call;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Metadata headers = new Metadata();
    private @Nullable Message message;
    private @Nullable CallEnd end;
    private boolean cancelled;

    private UnaryCall(ClientCall<Message, Message> call) {
        this.call = call;
    }

    static UnaryCall start(
            Channel channel,
            MethodDescriptor<Message, Message> method,
            Duration deadline,
            Metadata headers,
            Message request) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        UnaryCall call = open(channel.newCall(method, options), headers);
        call.call.sendMessage(request);
        call.call.halfClose();
        return call;
    }

    /** A call whose request comes in pieces, however long they take: {@link #send} each, then {@link #complete}. */
    static UnaryCall open(Channel channel, MethodDescriptor<Message, Message> method, Metadata headers) {
        return open(channel.newCall(method, CallOptions.DEFAULT), headers);
    }

    private static UnaryCall open(ClientCall<Message, Message> clientCall, Metadata headers) {
        UnaryCall call = new UnaryCall(clientCall);
        clientCall.start(call, headers);
        // Two, not one: a server that answers twice is found out instead of waiting for ever.
        clientCall.request(2);
        return call;
    }

    /** Sends a piece when the service takes it, and says whether it still does. */
    synchronized boolean send(Message piece) throws InterruptedException {
        while (!isOver() && !call.isReady()) {
            wait();
        }
        if (isOver()) {
            return false;
        }
        call.sendMessage(piece);
        return true;
    }

    /** Says that there are no more pieces. */
    synchronized void complete() {
        if (!isOver()) {
            call.halfClose();
        }
    }

    private boolean isOver() {
        return cancelled || closed.getCount() == 0;
    }

    /** Waits until the call is over, or the time is. */
    boolean await(Duration time) throws InterruptedException {
        return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void cancel(String why) {
        cancelled = true;
        notifyAll();
        call.cancel(why, null);
    }

    /** How a call that is over ended. */
    CallEnd end() {
        if (end == null) {
            throw new IllegalStateException("the call is still running");
        }
        return end;
    }

    @Override
    public void onHeaders(Metadata initial) {
        headers = initial;
    }

    @Override
    public void onMessage(Message answer) {
        message = answer;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            end = new CallEnd.Failed(status, headers, trailers);
        } else if (message == null) {
            end = new CallEnd.Failed(Status.INTERNAL.withDescription("The server sent no answer."), headers, trailers);
        } else {
            end = new CallEnd.Answered(message, headers, trailers);
        }
        closed.countDown();
        synchronized (this) {
            notifyAll();
        }
    }

    @Override
    public synchronized void onReady() {
        notifyAll();
    }
}
