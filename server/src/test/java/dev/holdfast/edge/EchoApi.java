package dev.holdfast.edge;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpBodyProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;

/** A service made for these tests: fields of every kind, raw bodies, verbs, and whatever annotation a test wants. */
final class EchoApi {

    private static final String PACKAGE = "echo.v1";

    private final List<MethodDescriptorProto> methods = new ArrayList<>();

    /** The methods that most tests use. */
    static EchoApi usual() {
        return new EchoApi()
                .unary(
                        "Create",
                        "Thing",
                        HttpRule.newBuilder().setPost("/echo/v1/things").setBody("*"))
                .unary("List", "Thing", HttpRule.newBuilder().setGet("/echo/v1/things"))
                .unary(
                        "Get",
                        "Thing",
                        HttpRule.newBuilder()
                                .setGet("/echo/v1/things/{id}")
                                .addAdditionalBindings(HttpRule.newBuilder().setGet("/echo/v2/things/{id}")))
                .unary(
                        "Update",
                        "Thing",
                        HttpRule.newBuilder().setPatch("/echo/v1/things/{id}").setBody("*"))
                .unary(
                        "Turn",
                        "Thing",
                        HttpRule.newBuilder()
                                .setPost("/echo/v1/things/{id}:turn")
                                .setBody("*"))
                .unary("Delete", "Thing", HttpRule.newBuilder().setDelete("/echo/v1/things/{id}"))
                .raw(
                        "Write",
                        HttpRule.newBuilder().setPut("/raw/v1/files/{path=**}").setBody("body"))
                .raw("Read", HttpRule.newBuilder().setGet("/raw/v1/files/{path=**}"));
    }

    EchoApi unary(String name, String response, HttpRule.Builder rule) {
        return method(name, "Thing", ".echo.v1." + response, rule, false);
    }

    EchoApi raw(String name, HttpRule.Builder rule) {
        return method(name, "File", ".google.api.HttpBody", rule, false);
    }

    EchoApi streaming(String name, HttpRule.Builder rule) {
        return method(name, "Thing", ".echo.v1.Thing", rule, true);
    }

    ServerServiceDefinition serve(ServerCallHandler<Message, Message> handler) {
        ServiceDescriptor service = file().findServiceByName("Echo");
        io.grpc.ServiceDescriptor.Builder described = io.grpc.ServiceDescriptor.newBuilder(service.getFullName());
        List<ServerMethodDefinition<Message, Message>> served = new ArrayList<>();
        service.getMethods().forEach(method -> {
            MethodDescriptor<Message, Message> call = MethodDescriptor.<Message, Message>newBuilder()
                    .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(service.getFullName(), method.getName()))
                    .setRequestMarshaller(ProtoUtils.marshaller(prototype(method.getInputType())))
                    .setResponseMarshaller(ProtoUtils.marshaller(prototype(method.getOutputType())))
                    .setSchemaDescriptor(new Schema(method))
                    .build();
            described.addMethod(call);
            served.add(ServerMethodDefinition.create(call, handler));
        });
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(described.build());
        served.forEach(definition::addMethod);
        return definition.build();
    }

    private static Message prototype(Descriptor type) {
        return type.getFullName().equals("google.api.HttpBody")
                ? HttpBody.getDefaultInstance()
                : DynamicMessage.getDefaultInstance(type);
    }

    private EchoApi method(String name, String request, String response, HttpRule.Builder rule, boolean streams) {
        methods.add(MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType(".echo.v1." + request)
                .setOutputType(response)
                .setServerStreaming(streams)
                .setOptions(MethodOptions.newBuilder().setExtension(AnnotationsProto.http, rule.build()))
                .build());
        return this;
    }

    private FileDescriptor file() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("echo/v1/echo.proto")
                .setPackage(PACKAGE)
                .setSyntax("proto3")
                .addDependency("google/api/annotations.proto")
                .addDependency("google/api/httpbody.proto")
                .addEnumType(EnumDescriptorProto.newBuilder()
                        .setName("Colour")
                        .addValue(value("COLOUR_UNSPECIFIED", 0))
                        .addValue(value("COLOUR_RED", 1)))
                .addMessageType(thing())
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("File")
                        .addField(field("path", 1, FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field("body", 2, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".google.api.HttpBody"))
                        .addField(field("limit", 3, FieldDescriptorProto.Type.TYPE_STRING)))
                .addService(ServiceDescriptorProto.newBuilder().setName("Echo").addAllMethod(methods))
                .build();
        try {
            return FileDescriptor.buildFrom(
                    file, new FileDescriptor[] {AnnotationsProto.getDescriptor(), HttpBodyProto.getDescriptor()});
        } catch (DescriptorValidationException mistake) {
            throw new IllegalStateException("the test's proto is wrong", mistake);
        }
    }

    private static DescriptorProto.Builder thing() {
        return DescriptorProto.newBuilder()
                .setName("Thing")
                .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("display_name", 2, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("page_size", 3, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(field("revision", 4, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(field("loud", 5, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(field("tags", 6, FieldDescriptorProto.Type.TYPE_STRING)
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                .addField(
                        field("colour", 7, FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".echo.v1.Colour"))
                .addField(field("inner", 8, FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".echo.v1.Thing"))
                .addField(field("weight", 9, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(field("colours", 10, FieldDescriptorProto.Type.TYPE_ENUM)
                        .setTypeName(".echo.v1.Colour")
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    private static EnumValueDescriptorProto.Builder value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number);
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
