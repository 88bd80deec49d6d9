package dev.holdfast.badinput;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import dev.holdfast.v1.Access;
import dev.holdfast.v1.AccessOuterClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An RPC of ours as its proto describes it; the comments are its own and its service's. */
record DocumentedRpc(MethodDescriptor method, String comments) {

    private static final String DESCRIPTOR_SET = "/holdfast.binpb";

    /** Every RPC of every service in the packages below `holdfast`. */
    static List<DocumentedRpc> all() {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        AccessOuterClass.registerAllExtensions(options);
        List<DocumentedRpc> rpcs = new ArrayList<>();
        Map<String, FileDescriptor> linked = new HashMap<>();
        for (FileDescriptorProto file : descriptorSet(options).getFileList()) {
            FileDescriptor descriptor = link(file, linked);
            if (file.getPackage().startsWith("holdfast.")) {
                descriptor
                        .getServices()
                        .forEach(service -> service.getMethods()
                                .forEach(method -> rpcs.add(new DocumentedRpc(method, comments(file, method)))));
            }
        }
        return rpcs;
    }

    /** As a gRPC path has it, without the leading slash. */
    String path() {
        return method.getService().getFullName() + "/" + method.getName();
    }

    Access access() {
        return method.getOptions().getExtension(AccessOuterClass.access);
    }

    /** Whether it answers in a dialect's form: with a body, whatever went wrong. */
    boolean dialect() {
        return method.getOutputType()
                .getFullName()
                .equals(HttpBody.getDescriptor().getFullName());
    }

    /** Whether the comments name a code or a reason. */
    boolean documents(String name) {
        return comments.matches("(?s).*\\b" + name + "\\b.*");
    }

    /** Its HTTP routes. */
    List<HttpRule> routes() {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .toList();
    }

    @Override
    public String toString() {
        return path();
    }

    private static FileDescriptorSet descriptorSet(ExtensionRegistry options) {
        try (InputStream in = Objects.requireNonNull(DocumentedRpc.class.getResourceAsStream(DESCRIPTOR_SET))) {
            return FileDescriptorSet.parseFrom(in, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The set lists each file after those that it imports. */
    private static FileDescriptor link(FileDescriptorProto file, Map<String, FileDescriptor> linked) {
        FileDescriptor[] imports =
                file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
        try {
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports);
            linked.put(file.getName(), descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String comments(FileDescriptorProto file, MethodDescriptor method) {
        int service = method.getService().getIndex();
        List<List<Integer>> places = List.of(
                List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service),
                List.of(
                        FileDescriptorProto.SERVICE_FIELD_NUMBER,
                        service,
                        ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                        method.getIndex()));
        return file.getSourceCodeInfo().getLocationList().stream()
                .filter(location -> places.contains(location.getPathList()))
                .map(Location::getLeadingComments)
                .collect(Collectors.joining("\n"));
    }
}
