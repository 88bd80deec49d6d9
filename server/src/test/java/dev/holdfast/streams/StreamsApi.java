package dev.holdfast.streams;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpBodyProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import dev.holdfast.v1.Access;
import dev.holdfast.v1.AccessOuterClass;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/** The protos of the test's services, made here so that nothing of them is ever released. */
final class StreamsApi {

    private static final String PACKAGE = "streams.v1";

    private static final FileDescriptor FILE = file();

    private StreamsApi() {}

    /** What Envoy transcodes from, with all that it imports. */
    static FileDescriptorSet descriptorSet() {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        add(FILE, files);
        // Envoy prints the details of a failed call from their types.
        add(ErrorDetailsProto.getDescriptor(), files);
        add(StatusProto.getDescriptor(), files);
        return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
    }

    /** A service of the file with what serves its methods, by name. */
    static ServerServiceDefinition bind(String service, Map<String, ServerCallHandler<Message, Message>> handlers) {
        ServiceDescriptor descriptor = FILE.findServiceByName(service);
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(descriptor.getFullName());
        descriptor.getMethods().forEach(method -> {
            ServerCallHandler<Message, Message> handler = handlers.get(method.getName());
            if (handler == null) {
                throw new IllegalStateException("nothing serves " + method.getFullName());
            }
            definition.addMethod(call(method), handler);
        });
        return definition.build();
    }

    /** A method as a client without stubs calls it. */
    static MethodDescriptor<Message, Message> method(String service, String method) {
        return call(FILE.findServiceByName(service).findMethodByName(method));
    }

    /** A message of the file, by its fields' names. */
    static Message message(String type, Map<String, ?> fields) {
        Descriptor descriptor = FILE.findMessageTypeByName(type);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        fields.forEach((name, value) -> message.setField(descriptor.findFieldByName(name), value));
        return message.build();
    }

    private static MethodDescriptor<Message, Message> call(com.google.protobuf.Descriptors.MethodDescriptor method) {
        return MethodDescriptor.<Message, Message>newBuilder()
                .setType(type(method))
                .setFullMethodName(MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(prototype(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(prototype(method.getOutputType())))
                .setSchemaDescriptor(new Schema(method))
                .build();
    }

    private static MethodType type(com.google.protobuf.Descriptors.MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return MethodType.CLIENT_STREAMING;
        }
        return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    private static Message prototype(Descriptor type) {
        return type.getFullName().equals("google.api.HttpBody")
                ? HttpBody.getDefaultInstance()
                : DynamicMessage.getDefaultInstance(type);
    }

    private static void add(FileDescriptor file, Map<String, FileDescriptorProto> files) {
        file.getDependencies().forEach(dependency -> add(dependency, files));
        files.put(file.getFullName(), file.toProto());
    }

    private static FileDescriptor file() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("streams/v1/streams.proto")
                .setPackage(PACKAGE)
                .setSyntax("proto3")
                .addDependency("google/api/annotations.proto")
                .addDependency("google/api/httpbody.proto")
                .addDependency("holdfast/v1/access.proto")
                .addMessageType(message("File")
                        .addField(text("path", 1))
                        .addField(text("size", 2))
                        .addField(text("fail_after", 3))
                        .addField(text("chunked", 4)))
                .addMessageType(message("Piece")
                        .addField(text("path", 1))
                        .addField(text("limit", 2))
                        .addField(body("body", 3)))
                .addMessageType(message("Watch")
                        .addField(text("count", 1))
                        .addField(text("heartbeats", 2))
                        .addField(text("piece_bytes", 3)))
                .addMessageType(message("Question").addField(text("status", 1)))
                .addMessageType(message("Count").addField(number("count", 1)).addField(number("fail_after", 2)))
                .addMessageType(message("Number").addField(number("value", 1)).addField(text("text", 2)))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Streams")
                        .addMethod(answering(
                                        "Download",
                                        "File",
                                        HttpRule.newBuilder().setGet("/streams/v1/files/{path=**}"))
                                .setServerStreaming(true))
                        .addMethod(answering(
                                        "Upload",
                                        "Piece",
                                        HttpRule.newBuilder()
                                                .setPut("/streams/v1/files/{path=**}")
                                                .setBody("body"))
                                .setClientStreaming(true))
                        .addMethod(answering(
                                        "Watch", "Watch", HttpRule.newBuilder().setGet("/streams/v1/events"))
                                .setServerStreaming(true))
                        .addMethod(answering(
                                        "Ask", "Question", HttpRule.newBuilder().setGet("/streams/v1/status/{status}"))
                                .setServerStreaming(true))
                        // What Envoy's health check asks for.
                        .addMethod(answering(
                                "Home", "Question", HttpRule.newBuilder().setGet("/")))
                        .addMethod(answering(
                                "Count", "Question", HttpRule.newBuilder().setGet("/streams/v1/counters"))))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Numbers")
                        .addMethod(method(
                                        "Count",
                                        "Count",
                                        ".streams.v1.Number",
                                        HttpRule.newBuilder().setGet("/streams/v1/numbers"))
                                .setServerStreaming(true)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {
                AnnotationsProto.getDescriptor(), HttpBodyProto.getDescriptor(), AccessOuterClass.getDescriptor()
            });
        } catch (DescriptorValidationException mistake) {
            throw new IllegalStateException("the test's proto is wrong", mistake);
        }
    }

    private static MethodDescriptorProto.Builder answering(String name, String request, HttpRule.Builder rule) {
        return method(name, request, ".google.api.HttpBody", rule);
    }

    private static MethodDescriptorProto.Builder method(
            String name, String request, String answer, HttpRule.Builder rule) {
        return MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType("." + PACKAGE + "." + request)
                .setOutputType(answer)
                .setOptions(MethodOptions.newBuilder()
                        .setExtension(AnnotationsProto.http, rule.build())
                        .setExtension(AccessOuterClass.access, Access.ACCESS_ANYONE));
    }

    private static DescriptorProto.Builder message(String name) {
        return DescriptorProto.newBuilder().setName(name);
    }

    private static FieldDescriptorProto.Builder text(String name, int number) {
        return field(name, number, FieldDescriptorProto.Type.TYPE_STRING);
    }

    private static FieldDescriptorProto.Builder number(String name, int number) {
        return field(name, number, FieldDescriptorProto.Type.TYPE_INT32);
    }

    private static FieldDescriptorProto.Builder body(String name, int number) {
        return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.api.HttpBody");
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    private record Schema(com.google.protobuf.Descriptors.MethodDescriptor method)
            implements ProtoMethodDescriptorSupplier {

        @Override
        public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
            return method;
        }

        @Override
        public ServiceDescriptor getServiceDescriptor() {
            return method.getService();
        }

        @Override
        public FileDescriptor getFileDescriptor() {
            return method.getFile();
        }
    }
}
