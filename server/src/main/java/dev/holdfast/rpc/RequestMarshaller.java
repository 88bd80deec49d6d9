package dev.holdfast.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, and hands on null for bytes that are none. What a marshaller throws never reaches the call: gRPC would
 * end it as a fault of the server, without a reason and a request id. {@link RequestListener} knows better.
 */
final class RequestMarshaller<Q> implements PrototypeMarshaller<Q> {

    private final PrototypeMarshaller<Q> generated;

    private RequestMarshaller(PrototypeMarshaller<Q> generated) {
        this.generated = generated;
    }

    /** The service with its requests read like this, and its answers written by {@link AnswerMarshaller}. */
    static ServerServiceDefinition in(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = service.getMethods().stream()
                .<ServerMethodDefinition<?, ?>>map(RequestMarshaller::in)
                .toList();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder reading = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(reading::addMethod);
        return reading.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> in(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        if (!(descriptor.getRequestMarshaller() instanceof PrototypeMarshaller<Q> generated)
                || !(descriptor.getResponseMarshaller() instanceof PrototypeMarshaller<A> answers)) {
            throw new IllegalStateException(descriptor.getFullMethodName() + " was not generated from a proto");
        }
        return ServerMethodDefinition.create(
                descriptor.toBuilder()
                        .setRequestMarshaller(new RequestMarshaller<>(generated))
                        .setResponseMarshaller(new AnswerMarshaller<>(answers))
                        .build(),
                method.getServerCallHandler());
    }

    @Override
    public InputStream stream(Q request) {
        return generated.stream(request);
    }

    @Override
    public @Nullable Q parse(InputStream bytes) {
        try {
            return generated.parse(bytes);
        } catch (StatusRuntimeException noMessage) {
            return null;
        }
    }

    @Override
    public @Nullable Q getMessagePrototype() {
        return generated.getMessagePrototype();
    }

    @Override
    public Class<Q> getMessageClass() {
        return generated.getMessageClass();
    }
}
