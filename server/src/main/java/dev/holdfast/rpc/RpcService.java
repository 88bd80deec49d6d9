package dev.holdfast.rpc;

import dev.holdfast.auth.Credentials;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.function.Function;

/** A service as the server takes it: what it does, and how its failures look. */
public sealed interface RpcService {

    ServerServiceDefinition definition();

    /** A service of the typed API: it fails with a gRPC status. */
    static RpcService typed(BindableService service) {
        return new Typed(service.bindService());
    }

    /** A documented HTTP API: it fails with a body in the form that the credentials ask for. */
    static RpcService dialect(BindableService service, Function<Credentials, Form> forms) {
        return new Dialect(service.bindService(), forms);
    }

    /** A standard service that anyone may call, such as health and reflection. */
    static RpcService open(BindableService service) {
        return new Open(service.bindService());
    }

    record Typed(ServerServiceDefinition definition) implements RpcService {}

    record Dialect(ServerServiceDefinition definition, Function<Credentials, Form> forms) implements RpcService {}

    record Open(ServerServiceDefinition definition) implements RpcService {}
}
