package dev.holdfast.rpc;

import com.google.api.HttpBody;
import dev.holdfast.auth.Credentials;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a service's failures reach the caller: as a gRPC status, or as a body in a dialect's form. */
sealed interface FailureAnswer {

    Status STOPPING = Status.UNAVAILABLE.withDescription("The server is stopping. Connect again.");

    <Q, A> void send(Answering<Q, A> call, CallContext context, HoldfastException failure);

    /** Ends a stream that nobody waits for. If it is the server that stops, the caller hears that it may come again. */
    <Q, A> void abandon(Answering<Q, A> call);

    static FailureAnswer of(RpcService service) {
        return switch (service) {
            case RpcService.Typed ignored -> new AsStatus();
            case RpcService.Open ignored -> new AsStatus();
            case RpcService.Dialect dialect -> new AsBody(dialect.forms());
        };
    }

    record AsStatus() implements FailureAnswer {

        @Override
        public <Q, A> void send(Answering<Q, A> call, CallContext context, HoldfastException failure) {
            logCause(context, failure);
            StatusRuntimeException status =
                    StatusProto.toStatusRuntimeException(GrpcStatuses.of(failure, context.requestId()));
            Metadata trailers = status.getTrailers();
            close(call, status.getStatus(), trailers == null ? new Metadata() : trailers);
        }

        @Override
        public <Q, A> void abandon(Answering<Q, A> call) {
            close(call, STOPPING, new Metadata());
        }
    }

    record AsBody(Function<Credentials, Form> forms) implements FailureAnswer {

        @Override
        public <Q, A> void send(Answering<Q, A> call, CallContext context, HoldfastException failure) {
            logCause(context, failure);
            if (call.started()) {
                end(call);
                return;
            }
            HttpReply reply = forms.apply(context.credentials()).print(failure);
            reply.addTo(context.reply());
            String allow = failure.metadata().get("allow");
            if (allow != null) {
                context.reply().set("allow", allow);
            }
            call.sendHeaders(new Metadata());
            sendMessage(call, reply.message());
            call.close(Status.OK, new Metadata());
        }

        @Override
        public <Q, A> void abandon(Answering<Q, A> call) {
            if (call.started()) {
                end(call);
            } else {
                close(call, STOPPING, new Metadata());
            }
        }

        /**
         * Status and headers are gone, so only the end can still say anything. What is to be known of a failure, the
         * service wrote among its events; bytes have no place for that, and must not look whole.
         */
        private static <Q, A> void end(Answering<Q, A> call) {
            if (call.sendsEvents()) {
                close(call, Status.OK, new Metadata());
            } else if (!call.closed() && !call.isCancelled()) {
                call.breakOff();
            }
        }

        /** A dialect's RPCs all answer with HttpBody, which the type of the call cannot say. */
        @SuppressWarnings("unchecked")
        private static <Q, A> void sendMessage(Answering<Q, A> call, HttpBody body) {
            call.sendMessage((A) body);
        }
    }

    /** A service may fail after it has answered. And what ended the call under it has given the caller its status. */
    private static <Q, A> void close(Answering<Q, A> call, Status status, Metadata trailers) {
        if (!call.closed() && !call.isCancelled()) {
            call.close(status, trailers);
        }
    }

    private static void logCause(CallContext context, HoldfastException failure) {
        Logger log = LoggerFactory.getLogger(FailureAnswer.class);
        if (failure.reason() == Reason.INTERNAL) {
            log.error("request {} failed", context.requestId());
        } else if (failure.getCause() != null) {
            log.warn("request {} failed: {}", context.requestId(), failure.reason(), failure.getCause());
        }
    }
}
