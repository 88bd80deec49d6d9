package dev.holdfast.rpc;

import dev.holdfast.auth.Authenticator;
import dev.holdfast.auth.Authenticator.Authentication;
import dev.holdfast.auth.Authenticator.PinStatus;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.RequestId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What every call passes through, whatever its door: it gets a request id, its caller is found and held against what the
 * RPC demands, and whatever is thrown on the way becomes an answer. Services behind it throw and need not catch.
 */
final class CallInterceptor implements ServerInterceptor {

    private static final String REQUEST_ID = "x-request-id";

    private final Authenticator authenticator;
    private final Supplier<RequestId> freshIds;
    private final int maxMetadataBytes;
    private final FailureAnswer failures;
    private final boolean open;
    private final LiveCalls liveCalls;
    private final Map<String, AccessRule> rules = new HashMap<>();

    CallInterceptor(
            RpcService service,
            Authenticator authenticator,
            Supplier<RequestId> freshIds,
            int maxMetadataBytes,
            LiveCalls liveCalls) {
        this.authenticator = authenticator;
        this.freshIds = freshIds;
        this.maxMetadataBytes = maxMetadataBytes;
        this.failures = FailureAnswer.of(service);
        this.open = service instanceof RpcService.Open;
        this.liveCalls = liveCalls;
        service.definition().getMethods().forEach(method -> {
            var descriptor = method.getMethodDescriptor();
            if (!open && descriptor.getType() == MethodType.BIDI_STREAMING) {
                throw new IllegalStateException(descriptor.getFullMethodName() + " streams both ways; HTTP cannot");
            }
            rules.put(
                    descriptor.getFullMethodName(), open ? new AccessRule.Anyone() : AccessRule.declaredBy(descriptor));
        });
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        CallContext anonymous = contextOf(headers);
        anonymous.reply().set(REQUEST_ID, anonymous.requestId().text());
        Answering<Q, A> answering = new Answering<>(call, anonymous.reply());
        try {
            checkSize(anonymous.request());
            CallContext context = admit(call, anonymous);
            CallGuard guard = new CallGuard(
                    failure -> failures.send(answering, context, failure), () -> failures.abandon(answering));
            Context attached = context.attached();
            MethodType type = call.getMethodDescriptor().getType();
            if (open || type == MethodType.UNARY) {
                return new RequestListener<>(Contexts.interceptCall(attached, answering, headers, next), type, guard);
            }
            LiveCall live = liveCalls.begin(guard);
            return new StreamListener<>(
                    Contexts.interceptCall(live.attachedTo(attached), answering, headers, next),
                    type,
                    guard,
                    live,
                    liveCalls);
        } catch (HoldfastException refusal) {
            failures.send(answering, anonymous, refusal);
            return new ServerCall.Listener<>() {};
        }
    }

    private CallContext contextOf(Metadata headers) {
        RequestHeaders request = new RequestHeaders(headers);
        RequestId requestId = RequestId.parse(request.get(REQUEST_ID)).orElseGet(freshIds);
        return new CallContext(requestId, request, new ReplyHeaders(), null);
    }

    /** The transport lets more pass, so that the answer can say what was wrong. */
    private void checkSize(RequestHeaders request) {
        if (request.size() > maxMetadataBytes) {
            throw new HoldfastException(
                    Reason.HEADERS_TOO_LARGE,
                    "The call's metadata is larger than " + maxMetadataBytes + " bytes. Send less.",
                    Map.of("limit_bytes", Integer.toString(maxMetadataBytes)));
        }
    }

    private <Q, A> CallContext admit(ServerCall<Q, A> call, CallContext anonymous) {
        AccessRule rule = rules.get(call.getMethodDescriptor().getFullMethodName());
        if (!(rule instanceof AccessRule.Needs needs)) {
            return anonymous;
        }
        Authentication authentication = authenticator.authenticate(anonymous.credentials());
        if (authentication.pin() == PinStatus.UNKNOWN) {
            anonymous.reply().set("x-session-status", "unknown");
        }
        needs.check(authentication.caller());
        return anonymous.by(authentication.caller());
    }
}
