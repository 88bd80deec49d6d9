package dev.holdfast.rpc;

import dev.holdfast.auth.Caller;
import dev.holdfast.auth.Credentials;
import dev.holdfast.auth.Grant;
import dev.holdfast.name.RequestId;
import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/** What is known of the call that the current thread serves. */
public record CallContext(
        RequestId requestId,
        RequestHeaders request,
        ReplyHeaders reply,
        @Nullable Caller knownCaller) {

    private static final Context.Key<CallContext> KEY = Context.key("holdfast-call");

    public static CallContext current() {
        CallContext current = KEY.get();
        if (current == null) {
            throw new IllegalStateException("No call is served here; services run behind the CallInterceptor");
        }
        return current;
    }

    /** Who calls; never absent where the RPC demands a grant. */
    public static Caller caller() {
        Caller caller = current().knownCaller();
        if (caller == null) {
            throw new IllegalStateException("This RPC is open to anyone and has no caller");
        }
        return caller;
    }

    /** Likewise, refused without this grant too: for an answer that shows more than what the RPC demands a grant for. */
    public static Caller callerWhoMay(Grant grant) {
        Caller caller = caller();
        new AccessRule.Needs(grant).check(caller);
        return caller;
    }

    public Credentials credentials() {
        return Credentials.of(request::get);
    }

    CallContext by(Caller caller) {
        return new CallContext(requestId, request, reply, caller);
    }

    Context attached() {
        return Context.current().withValue(KEY, this);
    }
}
