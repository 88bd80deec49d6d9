package dev.holdfast.edge;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.holdfast.edge.Routes.Route;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An RPC as one of its annotations shows it to HTTP. */
record RestMethod(MethodDescriptor<Message, Message> call, Message prototype, Body body) implements Target {

    /** What becomes of the request's body. */
    sealed interface Body {

        /** Read, bounded and dropped. */
        record Ignored() implements Body {}

        /** JSON of the request message. */
        record WholeMessage() implements Body {}

        /** Bytes and content type of a google.api.HttpBody field, whatever they are. */
        record RawField(FieldDescriptor field) implements Body {}
    }

    /** Whether its answer is one message, and not a stream of them. */
    boolean answersOnce() {
        return call.getType().serverSendsOneMessage();
    }

    /** Whether its request is one message, and not a stream of them. */
    boolean takesOnce() {
        return call.getType().clientSendsOneMessage();
    }

    /** Whether it answers with bytes of a type of their own, and not with messages as JSON. */
    boolean answersRaw() {
        return call.getResponseMarshaller() instanceof PrototypeMarshaller<?> marshaller
                && marshaller.getMessagePrototype() instanceof HttpBody;
    }

    /** The routes that a service's annotations declare; a method without one is none. */
    static List<Route<Target>> routes(ServerServiceDefinition service) {
        List<Route<Target>> routes = new ArrayList<>();
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            if (method.getMethodDescriptor().getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
                Descriptors.MethodDescriptor descriptor = schema.getMethodDescriptor();
                if (descriptor.getOptions().hasExtension(AnnotationsProto.http)) {
                    routes.addAll(routes(method.getMethodDescriptor(), descriptor));
                }
            }
        }
        return routes;
    }

    private static List<Route<Target>> routes(MethodDescriptor<?, ?> call, Descriptors.MethodDescriptor descriptor) {
        HttpRule rule = descriptor.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .map(binding -> route(call, descriptor, binding))
                .toList();
    }

    private static Route<Target> route(
            MethodDescriptor<?, ?> call, Descriptors.MethodDescriptor descriptor, HttpRule rule) {
        if (call.getType() == MethodType.BIDI_STREAMING) {
            throw refused(descriptor, "a stream both ways cannot be served over HTTP");
        }
        if (!rule.getResponseBody().isEmpty()) {
            throw refused(descriptor, "response_body is not supported");
        }
        if (!(call.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller)
                || !(marshaller.getMessagePrototype() instanceof Message prototype)) {
            throw refused(descriptor, "its request marshaller knows no message");
        }
        if (!call.getType().clientSendsOneMessage() && rule.getBody().isEmpty()) {
            throw refused(descriptor, "it takes a stream and its annotation has no body");
        }
        Pattern pattern = pattern(descriptor, rule);
        for (PathTemplate.Variable variable :
                PathTemplate.parse(pattern.template()).variables()) {
            String name = variable.field();
            FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
            if (field == null || field.isRepeated() || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                throw refused(descriptor, "`" + name + "` in its path is no scalar field of the request");
            }
        }
        return new Route<>(
                pattern.method(),
                pattern.template(),
                new RestMethod(messages(call), prototype, body(descriptor, prototype, rule)));
    }

    private static Body body(Descriptors.MethodDescriptor descriptor, Message prototype, HttpRule rule) {
        if (rule.getBody().isEmpty()) {
            return new Body.Ignored();
        }
        if (rule.getBody().equals("*")) {
            return new Body.WholeMessage();
        }
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(rule.getBody());
        if (field == null
                || field.isRepeated()
                || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || !field.getMessageType()
                        .getFullName()
                        .equals(HttpBody.getDescriptor().getFullName())) {
            throw refused(descriptor, "its body `" + rule.getBody() + "` is no google.api.HttpBody of the request");
        }
        return new Body.RawField(field);
    }

    private static Pattern pattern(Descriptors.MethodDescriptor descriptor, HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> new Pattern("GET", rule.getGet());
            case PUT -> new Pattern("PUT", rule.getPut());
            case POST -> new Pattern("POST", rule.getPost());
            case DELETE -> new Pattern("DELETE", rule.getDelete());
            case PATCH -> new Pattern("PATCH", rule.getPatch());
            case CUSTOM ->
                new Pattern(rule.getCustom().getKind(), rule.getCustom().getPath());
            case PATTERN_NOT_SET -> throw refused(descriptor, "its annotation has no path");
        };
    }

    private record Pattern(String method, String template) {}

    /** The descriptor says that both sides are messages; only its type parameters have forgotten it. */
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> messages(MethodDescriptor<?, ?> call) {
        return (MethodDescriptor<Message, Message>) call;
    }

    private static IllegalStateException refused(Descriptors.MethodDescriptor method, String why) {
        return new IllegalStateException(method.getFullName() + ": " + why);
    }
}
