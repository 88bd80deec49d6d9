package dev.holdfast.rpc;

import com.google.api.HttpBody;
import dev.holdfast.auth.Credentials;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a service's failures reach the caller: as a gRPC status, or as a body in a dialect's form. */
sealed interface FailureAnswer {

    <Q, A> void send(ServerCall<Q, A> call, CallContext context, HoldfastException failure);

    static FailureAnswer of(RpcService service) {
        return switch (service) {
            case RpcService.Typed ignored -> new AsStatus();
            case RpcService.Open ignored -> new AsStatus();
            case RpcService.Dialect dialect -> new AsBody(dialect.forms());
        };
    }

    record AsStatus() implements FailureAnswer {

        @Override
        public <Q, A> void send(ServerCall<Q, A> call, CallContext context, HoldfastException failure) {
            logCause(context, failure);
            StatusRuntimeException status =
                    StatusProto.toStatusRuntimeException(GrpcStatuses.of(failure, context.requestId()));
            Metadata trailers = status.getTrailers();
            call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    record AsBody(Function<Credentials, Form> forms) implements FailureAnswer {

        @Override
        public <Q, A> void send(ServerCall<Q, A> call, CallContext context, HoldfastException failure) {
            logCause(context, failure);
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

        /** A dialect's RPCs all answer with HttpBody, which the type of the call cannot say. */
        @SuppressWarnings("unchecked")
        private static <Q, A> void sendMessage(ServerCall<Q, A> call, HttpBody body) {
            call.sendMessage((A) body);
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
