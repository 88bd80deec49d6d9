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

/** One call on the channel, with the metadata that the generated stubs hide. */
final class UnaryCall extends ClientCall.Listener<Message> {

    private final ClientCall<Message, Message> call;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Metadata headers = new Metadata();
    private @Nullable Message message;
    private @Nullable CallEnd end;

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
        UnaryCall call = new UnaryCall(channel.newCall(method, options));
        call.call.start(call, headers);
        // Two, not one: a server that answers twice is found out instead of waiting for ever.
        call.call.request(2);
        call.call.sendMessage(request);
        call.call.halfClose();
        return call;
    }

    /** Waits until the call is over, or the time is. */
    boolean await(Duration time) throws InterruptedException {
        return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void cancel(String why) {
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
    }
}
