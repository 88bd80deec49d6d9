package dev.holdfast.rpc;

import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost place of a call: what is no request, and what a service throws, is answered here and nowhere else. A
 * refusal is the caller's to know; anything else is a fault of ours, which the log gets whole and the caller by request
 * id. Owned by the call's thread.
 */
final class RequestListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);

    private final MethodType type;
    private final Consumer<HoldfastException> answer;
    private boolean received;
    private boolean answered;

    RequestListener(ServerCall.Listener<Q> listener, MethodType type, Consumer<HoldfastException> answer) {
        super(listener);
        this.type = type;
        this.answer = answer;
    }

    /** Takes a request; null stands for bytes that are none, see {@link RequestMarshaller}. */
    @Override
    public void onMessage(@Nullable Q request) {
        answering(() -> {
            if (request == null) {
                throw refusal("The bytes of the request are not a message of this RPC. Send what its proto describes.");
            }
            received = true;
            if (request instanceof Message message) {
                Text.check(message);
            }
            super.onMessage(request);
        });
    }

    @Override
    public void onHalfClose() {
        answering(() -> {
            if (!received && type.clientSendsOneMessage()) {
                throw refusal("The call ended without a request. Send one message, which may be empty.");
            }
            super.onHalfClose();
        });
    }

    private void answering(Runnable step) {
        if (answered) {
            return;
        }
        try {
            step.run();
        } catch (HoldfastException refusal) {
            refuse(refusal);
        } catch (RuntimeException fault) {
            LOG.error("A call failed by a fault of the server", fault);
            refuse(new HoldfastException(
                    Reason.INTERNAL, "The server made a mistake; its log has the cause under this request's id."));
        }
    }

    private void refuse(HoldfastException failure) {
        answered = true;
        answer.accept(failure);
    }

    private static HoldfastException refusal(String sentence) {
        return HoldfastException.ofField(Reason.FIELD_INVALID, "request", sentence);
    }
}
