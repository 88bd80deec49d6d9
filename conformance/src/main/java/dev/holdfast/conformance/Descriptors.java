package dev.holdfast.conformance;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.api.AnnotationsProto;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the protos declare, as the descriptor set says that Envoy is given too. */
record Descriptors(List<FileDescriptorProto> files) {

    private static final String FILE = "proto/target/classes/holdfast.binpb";

    /** @param root the project's directory, in which it was built */
    static Descriptors read(Path root) {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        try (InputStream in = Files.newInputStream(root.resolve(FILE))) {
            return new Descriptors(List.copyOf(FileDescriptorSet.parseFrom(in, options).getFileList()));
        } catch (IOException e) {
            throw new ConformanceException("The descriptor set cannot be read: " + e.getMessage(), e);
        }
    }

    /** The full names of our services. */
    List<String> services() {
        return files.stream()
                .filter(file -> file.getPackage().startsWith("holdfast."))
                .flatMap(file ->
                        file.getServiceList().stream().map(service -> file.getPackage() + "." + service.getName()))
                .toList();
    }
}
