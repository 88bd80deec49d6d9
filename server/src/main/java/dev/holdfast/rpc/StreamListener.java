package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a call that streams. gRPC tells one thing after the other, so a service that blocks in one of them
 * would never hear of the next: it gets a thread of its own, and this one only passes on the news.
 */
final class StreamListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final MethodType type;
    private final CallGuard guard;
    private final LiveCall call;
    private final LiveCalls calls;
    private boolean received;

    StreamListener(ServerCall.Listener<Q> listener, MethodType type, CallGuard guard, LiveCall call, LiveCalls calls) {
        super(listener);
        this.type = type;
        this.guard = guard;
        this.call = call;
        this.calls = calls;
    }

    /** Takes a message; null stands for bytes that are none, see {@link RequestMarshaller}. */
    @Override
    public void onMessage(@Nullable Q message) {
        if (type.clientSendsOneMessage()) {
            guard.run(() -> {
                received = true;
                super.onMessage(RequestListener.checked(message));
            });
            return;
        }
        try {
            super.onMessage(RequestListener.checked(message));
        } catch (HoldfastException refusal) {
            call.refuse(refusal);
        }
    }

    @Override
    public void onHalfClose() {
        if (type.clientSendsOneMessage()) {
            guard.run(() -> {
                RequestListener.checkReceived(received, type);
                call.serve(super::onHalfClose);
            });
        } else {
            super.onHalfClose();
        }
    }

    @Override
    public void onReady() {
        call.changed();
    }

    @Override
    public void onCancel() {
        calls.ended(call);
        call.callerLeft();
        super.onCancel();
    }

    @Override
    public void onComplete() {
        calls.ended(call);
        super.onComplete();
    }
}
