package dev.holdfast.conformance;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the protos declare, as the descriptor set says that Envoy is given too. */
record Descriptors(List<FileDescriptorProto> files) {

    private static final String FILE = "proto/target/classes/holdfast.binpb";

    /** @param root the project's directory, in which it was built */
    static Descriptors read(Path root) {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        try (InputStream in = Files.newInputStream(root.resolve(FILE))) {
            return new Descriptors(
                    List.copyOf(FileDescriptorSet.parseFrom(in, options).getFileList()));
        } catch (IOException e) {
            throw new ConformanceException("The descriptor set cannot be read: " + e.getMessage(), e);
        }
    }

    /** The full names of our services. */
    List<String> services() {
        return ours().map(ServiceDescriptor::getFullName).toList();
    }

    /** Every RPC of them. */
    List<MethodDescriptor> methods() {
        return ours().flatMap(service -> service.getMethods().stream()).toList();
    }

    private Stream<ServiceDescriptor> ours() {
        return linked().stream()
                .filter(file -> file.getPackage().startsWith("holdfast."))
                .flatMap(file -> file.getServices().stream());
    }

    /** The set lists each file after those that it imports. */
    private List<FileDescriptor> linked() {
        Map<String, FileDescriptor> linked = new LinkedHashMap<>();
        for (FileDescriptorProto file : files) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
            try {
                linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            } catch (DescriptorValidationException e) {
                throw new ConformanceException("The descriptor set is broken: " + e.getMessage(), e);
            }
        }
        return List.copyOf(linked.values());
    }
}
