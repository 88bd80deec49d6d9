package dev.holdfast.rpc;

import dev.holdfast.auth.Caller;
import dev.holdfast.auth.Grant;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.v1.Access;
import dev.holdfast.v1.AccessOuterClass;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an RPC demands of its caller, read from the option that its proto declares. */
sealed interface AccessRule {

    record Anyone() implements AccessRule {}

    record Needs(Grant grant) implements AccessRule {

        void check(Caller caller) {
            if (!caller.may(grant)) {
                String name = grant.name().toLowerCase(Locale.ROOT);
                throw new HoldfastException(
                        Reason.GRANT_MISSING,
                        "The key may not do this: it lacks the grant `" + name + "`. Use a key that has it.",
                        Map.of("grant", name));
            }
        }
    }

    /** The rule of one of our own RPCs; one that declares none is a mistake in its proto. */
    static AccessRule declaredBy(MethodDescriptor<?, ?> method) {
        @Nullable Object schema = method.getSchemaDescriptor();
        if (!(schema instanceof ProtoMethodDescriptorSupplier supplier)) {
            throw new IllegalStateException(method.getFullMethodName() + " was not generated from a proto");
        }
        Access access = supplier.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access);
        return switch (access) {
            case ACCESS_ANYONE -> new Anyone();
            case ACCESS_READ -> new Needs(Grant.READ);
            case ACCESS_WRITE -> new Needs(Grant.WRITE);
            case ACCESS_APPROVE -> new Needs(Grant.APPROVE);
            case ACCESS_ADMIN -> new Needs(Grant.ADMIN);
            case ACCESS_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException(
                        method.getFullMethodName() + " does not declare (holdfast.v1.access); add it in its proto");
        };
    }
}
