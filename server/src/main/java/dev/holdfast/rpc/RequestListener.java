package dev.holdfast.rpc;

import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;

/** Refuses what is no request, and keeps what a service throws within the call. Owned by the call's thread. */
final class RequestListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final MethodType type;
    private final CallGuard guard;
    private boolean received;

    RequestListener(ServerCall.Listener<Q> listener, MethodType type, CallGuard guard) {
        super(listener);
        this.type = type;
        this.guard = guard;
    }

    /** Takes a request; null stands for bytes that are none, see {@link RequestMarshaller}. */
    @Override
    public void onMessage(@Nullable Q request) {
        guard.run(() -> {
            received = true;
            super.onMessage(checked(request));
        });
    }

    @Override
    public void onHalfClose() {
        guard.run(() -> {
            checkReceived(received, type);
            super.onHalfClose();
        });
    }

    static <Q> Q checked(@Nullable Q request) {
        if (request == null) {
            throw refusal("The bytes of the request are not a message of this RPC. Send what its proto describes.");
        }
        if (request instanceof Message message) {
            Text.check(message);
        }
        return request;
    }

    static void checkReceived(boolean received, MethodType type) {
        if (!received && type.clientSendsOneMessage()) {
            throw refusal("The call ended without a request. Send one message, which may be empty.");
        }
    }

    private static HoldfastException refusal(String sentence) {
        return HoldfastException.ofField(Reason.FIELD_INVALID, "request", sentence);
    }
}
